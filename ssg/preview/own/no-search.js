// Stands for Pagefind in the preview, which makes no index: that takes every page, and a build has them.
export async function init() {
  throw new Error("Search works in a build, not in the preview: run ssg build, and look at what it wrote.", { cause: "preview" });
}
