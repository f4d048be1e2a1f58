// Keeps the store of Standfirst between builds. What cannot be restored is made anew, so nothing here fails a build.
const STORE = ".standfirst";

module.exports = {
  async onPreBuild({ utils }) {
    const restored = await utils.cache.restore(STORE);
    console.log(restored ? `Restored ${STORE}/` : `There is no ${STORE}/ of an earlier build`);
  },

  async onPostBuild({ utils }) {
    const saved = await utils.cache.save(STORE);
    console.log(saved ? `Saved ${STORE}/` : `There is no ${STORE}/ to save`);
  },
};
