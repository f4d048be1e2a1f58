"""Words that say nothing of what an article is about, by language.

They need not be complete: what is frequent weighs little anyway. They matter most on small sites, where the frequency
of a word says little about it yet. Our own lists, of the words that hold a sentence together.
"""

from __future__ import annotations

from collections.abc import Mapping

_LISTS: Mapping[str, str] = {
    "en": """
        a about above after again against all almost along already also although always am among an and another any
        anyone anything are around as asked at away back be became because become been before being below between both
        but by came can cannot could did do does doing done down during each either else enough even ever every few
        for from further gave get gets give go goes going gone got had has have having he her here hers herself him
        himself his how however if in into is it its itself just keep kept last least less like made make makes many
        may me might more most much must my myself near never new next no nor not nothing now of off often on once one
        only or other others our ours out over own per put rather really s said same say says see seem seen several
        shall she should since so some something soon still such t take taken than that the their theirs them then
        there these they thing things this those though through thus to today together told too took toward two under
        until up upon us use used very want was way we well went were what when where whether which while who whole
        whom whose why will with within without would year years yes yet you your yours don doesn didn isn aren wasn
        weren won wouldn couldn shouldn hasn haven hadn ain ve ll re
    """,
    "de": """
        aber alle allem allen aller alles als also am an ander andere anderen anderer auch auf aus bei beim bereits
        bin bis bist da dabei damit dann das dass dazu dem den denn der des deshalb die dies diese diesem diesen
        dieser dieses doch dort du durch ein eine einem einen einer eines er erst es etwa etwas für gegen gibt habe
        haben hat hatte hatten heute hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede
        jedem jeden jeder jedes jetzt kann kein keine keinen können könnte man mehr mein mit muss müssen nach nicht
        nichts noch nun nur ob oder ohne rund sagt sagte schon sehr sei sein seine seinem seinen seiner seit sich sie
        sind so soll sollen sondern sowie über um und uns unser unter viel viele vom von vor war waren was weil weiter
        welche wenn wer werden wie wieder will wir wird wo wurde wurden zu zum zur zwar zwei zwischen
    """,
    "fr": """
        à afin ai ainsi alors au aucun aura aussi autre autres aux avait avant avec avoir car ce ceci cela celle celui
        ces cet cette ceux chaque chez ci comme comment contre d dans de déjà depuis des deux dit donc dont du elle
        elles en encore enfin entre est et étaient était été être eu eux fait faire fois font hors ici il ils j je
        jusqu l la là le les leur leurs lors lorsque lui m ma mais même mes moins mon n ne ni non nos notre nous on
        ont ou où par parce pas pendant peu peut plus plusieurs pour pourquoi près qu quand que quel quelle quelques
        qui quoi s sa sans se selon sera ses si sien son sont sous sur t ta tandis te tes toujours tous tout toute
        toutes très tu un une vers voici voir vos votre vous y
    """,
    "es": """
        a al algo algunos ante antes aquel aquí así aún aunque bien cada casi como con contra cual cuando de del desde
        después dijo donde dos durante e el él ella ellos en entre era eran es esa ese eso esta está están estaba este
        esto estos fue fueron ha había hace hacia han hasta hay la las le les lo los más me menos mi mientras mismo
        mucho muy nada ni no nos nosotros o otra otras otro otros para pero poco por porque pues que qué quien se
        según ser será si sí sido sin sino sobre solo son su sus también tan tanto te tiene tienen toda todas todo
        todos tras tu un una uno unos usted va y ya yo
    """,
    "pt": """
        a à ainda além algo alguns antes ao aos apenas após aquele aqui as às assim até cada com como contra cuja da
        das de dela dele deles depois desde disse do dois dos durante e é ela elas ele eles em enquanto entre era eram
        essa esse esta está estão estava este eu foi foram há isso isto já lhe mais mas me mesmo meu minha muito na
        não nas nem no nos nós o os ou outra outro outros para pela pelas pelo pelos pode por porque qual quando que
        quem se seja sem ser será seu seus si sido só sob sobre sua suas também tem têm tinha toda todas todo todos
        tudo um uma você
    """,
    "it": """
        a ad agli ai al alla alle allo anche ancora avere aveva c che chi ci ciò come con contro cosa così cui d da
        dagli dai dal dalla dalle dallo degli dei del della delle dello dentro di dopo dove due e è ed era erano
        essere fa fino fra già gli ha hanno ho i il in infatti io l la le lei lo loro lui ma me mentre mi molto ne
        negli nei nel nella nelle nello no noi non nostro o ogni oltre ora per perché però più poi prima proprio può
        qualche quando quanto quella quelle quelli quello questa queste questi questo qui sarà se secondo sei senza si
        sia siamo sono sopra sta stata stati stato su sua sue sugli sui sul sulla suo suoi tra tre tutta tutte tutti
        tutto un una uno v vi
    """,
    "nl": """
        aan af al alle alleen als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een
        en er ging had hebben heb heeft hem het hier hij hoe hun ik in is ja je kan kon kunnen maar maken me meer men
        met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons ook op over reeds sinds te tegen toch
        toen tot twee u uit uw van veel voor waar waren was wat we wel werd werden wie wil worden wordt zal ze zei
        zelf zich zij zijn zo zonder zou zouden
    """,
    "sv": """
        alla allt andra att av bara bli blev blir bland de dem den denna deras dess det detta dig din dock du där
        efter ej eller en enligt er ett finns flera får för från genom göra ha hade han hans har henne hennes här hon
        honom hur i icke igen in inom inte jag ju kan kommer kunde man med mellan men mer mig min mot mycket måste ni
        nu när någon något några och också om oss på redan samma sedan sig sin sina sitt ska skulle som så säger till
        under upp ut utan vad var vara varit vem vi vid vilka vilken vill än är åt över
    """,
    "da": """
        ad af aldrig alle alt altid anden andre at bare begge blev blive bliver da de dem den denne der deres det
        dette dig din disse dog du efter ej eller en end ene er et far fik flere for fordi fra få får før gennem gøre
        ham han hans har havde have hen hende her hos hun hvad hver hvis hvor hvordan hvornår i igen ikke ind ingen
        jeg jo kan kom kunne lige man mange med meget mellem men mere mig min mod må ned noget nogle nok nu når og
        også om op os over på samme selv siden siger sig sin skal skulle som så til ud uden under var ved vi vil ville
        vor være været
    """,
    "no": """
        alle alt andre at av bare ble blei bli blir da de deg dem den denne der dere det dette din disse du eller en
        ene er et etter fikk flere for fordi fra få får før gjennom gjøre han hans har hadde henne her hos hun hva
        hver hvis hvor hvordan i igjen ikke ikkje ingen inn jeg kan kom kunne man mange med meg mellom men mer mot mye
        må ned noe noen nok nå når og også om opp oss over på samme seg selv si sier siden sin skal skulle som så til
        ut uten under var ved vi vil ville vår være vært
    """,
    "fi": """
        ei eikä ein eivät eli emme en ennen että he heidän heitä hän hänen häntä ja jo joiden joka jolla jos jossa
        jota jotka kaikki kanssa kuin kuinka kun kuten me meidän meitä miksi mikä minun minä missä mitä mukaan mutta
        myös ne niiden niin niitä noin nyt näiden nämä olen oli olivat olla olleet ollut on ovat se sekä sen siellä
        siinä sitä sanoi sanoo tai te tämä tämän tätä tässä vaan vai vaikka vain vielä voi voidaan yli
    """,
    "pl": """
        a aby ale ani będzie bez bo by być był była było były co coś czy czyli dla do gdy gdzie go i ich ile im inne
        ja jak jako je jednak jego jej jest jeszcze już kiedy kto która które którego której który których którzy lub
        ma mają mi może można na nad nam nas nawet nich nie niż no o od on ona one oni oraz po pod podczas ponieważ
        poza przed przez przy są się sobie swoje ta tak także tam te tego tej ten też to tu tych tylko tym u w we więc
        wszystkie z za ze że żeby
    """,
    "ru": """
        а без более будет будут бы был была были было быть в вам вас во вот все всего всех вы где да даже для до его
        ее её если есть еще ещё же за здесь и из или им их к как ко когда которая которого которые который которых кто
        ли лишь меня мне много можно мы на над надо нас не него нее нет ни них но о об один однако он она они оно от
        очень по под после потому при про с сам свою себя сейчас со так также такой там те тем то того тоже той только
        том тут ты у уже хотя чего чем через что чтобы эта эти это этого этой этом этот я
    """,
    "tr": """
        ama ancak artık aslında az bana bazı belki ben beri bile bir biraz biz bu buna bunu bunun böyle çok çünkü da
        daha de değil diye dolayı eden eğer en gibi göre hem hep her hiç için ile ise işte kadar karşı kez ki kim mi
        mu mü nasıl ne neden o olan olarak oldu olduğu olması olsa ona onlar onun orada oysa önce sadece sen siz sonra
        şey şu tüm üzere var ve veya ya yani yine yok zaten
    """,
}

STOP_WORDS: Mapping[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in _LISTS.items()}
"""Lower-case words, by the two letters of the language."""
