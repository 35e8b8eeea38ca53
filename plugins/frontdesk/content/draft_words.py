"""The words by which other programs, and people in a hurry, keep a text back. Data, no logic (A14).

Names are bare: in lower case, without hyphens, underscores and spaces. Values are in lower case with single
spaces, also for a hyphen or an underscore.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TRUE = _words(
    "true yes y on 1 t x ok always ✓ ✔ ja oui si sí sì sim tak da evet igen wahr vrai vero verdadero "
    "verdadeiro prawda да так はい 是 真 예"
)
FALSE = _words(
    "false no n off 0 f never none not nein non "
    "nie nei nej não nao nee hayır falsch faux falso fałsz нет "
    "ні いいえ 否 아니요"
)

DRAFT_FLAGS = _words(
    "draft drafts isdraft draftpost draftmode "
    "indraft unpublished isunpublished notpublished donotpublish "
    "dontpublish nopublish private isprivate unlisted isunlisted hidden ishidden unfinished wip "
    "workinprogress notready excludefromcollections "
    "eleventyexcludefromcollections headless membersonly "
    "brouillon entwurf borrador bozza rascunho szkic "
    "roboczy ontwerp utkast udkast utkastus kladde luonnos "
    "koncept taslak piszkozat vázlat ciornă черновик чернетка 下書き 草稿 초안"
)
"""A text with one of these is kept back unless its value clearly says no."""
SOFT_DRAFT_FLAGS = _words(
    "hide exclude excluded ignore ignored skip "
    "incomplete confidential secret internal internalonly trash "
    "trashed deleted removed withdrawn retracted redacted archived protected encrypted paid paidonly "
    "premium paywall paywalled subscribersonly restricted "
    "loginrequired expired disabled inactive offline "
    "embargoed noindexnofollow scheduled"
)
"""These may mean much else: only a clear yes, or a day, keeps a text back."""
PASSWORD_FIELDS = _words("password postpassword pagepassword passphrase accesscode")
"""With any value, readers were to know a word."""

PUBLISH_FLAGS = _words(
    "published ispublished publish dopublish public ispublic dgpublish isdgpublish publishpost "
    "opublikowany opublikowane veröffentlicht publié publicado pubblicato gepubliceerd 公開 发布"
)
"""A text with one of these is kept back unless its value clearly says yes, or a day that has come."""
SOFT_PUBLISH_FLAGS = _words(
    "live islive visible isvisible enabled isenabled active isactive online output render list listed "
    "permalink write show display release released ready isready finished complete completed done "
    "approved isapproved publishresources collection"
)
"""Only a clear no keeps a text back."""
HIDDEN_VALUES = FALSE | {"link", "local", "nowhere", "nobody", "null"}
"""A clear no of those, with the words of Hugo's `build`."""

VISIBILITY_FIELDS = _words("visibility postvisibility pagevisibility privacy sichtbarkeit")
SOFT_VISIBILITY_FIELDS = _words(
    "audience access accesslevel scope availability sharing readers visibleto viewers security "
    "permission permissions group groups role roles"
)
PUBLIC_VALUES = _words(
    "public everyone everybody all world anyone "
    "anybody open published visible öffentlich publico público "
    "pubblico publiczny"
)

STATUS_FIELDS = _words(
    "status poststatus pagestatus wpstatus wppoststatus poststate publicationstatus publishstatus "
    "publishingstatus publishedstatus contentstatus articlestatus entrystatus estado statut stato stan "
    "zustand статус 状态 状態"
)
SOFT_STATUS_FIELDS = _words(
    "state stage phase step workflow workflowstate workflowstatus editorialstatus reviewstatus "
    "draftstatus moderation progress"
)
PUBLISHED_VALUES = _words(
    "published publish public live posted publicized opublikowany opublikowane veröffentlicht publié "
    "publie publicado pubblicato gepubliceerd julkaistu "
    "publicerad publiceret publisert опубликовано 公開 已发布"
)
DRAFT_VALUES = _words(
    "draft drafts drafting autodraft private pending future trash trashed inherit wip idea ideas todo "
    "planned planning scheduled unpublished withheld unlisted "
    "secret members paid archive archived deleted "
    "removed withdrawn retracted expired spam hold held onhold embargo embargoed unfinished incomplete "
    "outline sketch stub backlog queued rejected cancelled canceled locked password protected internal "
    "confidential editing edit revising revise review unready never inprogress inreview notready "
    "notpublished tobepublished needswork needsreview membersonly "
    "nobody hide offline disabled inactive "
    "owner founding me rough roughdraft brouillon "
    "entwurf borrador bozza rascunho szkic roboczy ontwerp "
    "concept utkast udkast kladde luonnos koncept taslak piszkozat ciornă privado privé privat geheim "
    "черновик чернетка 下書き 草稿 초안 非公開"
) | {
    *(
        "work in progress",
        "in progress",
        "to do",
        "in review",
        "on hold",
        "not ready",
        "auto draft",
    ),
    *("pending review", "needs review", "needs work", "under review", "in revision", "not yet"),
    *("do not publish", "don't publish", "not published", "to be published", "password protected"),
    *("rough draft", "first draft", "second draft", "members only", "only paid", "only free"),
    *(
        "paid members",
        "specific tiers",
        "in arbeit",
        "en cours",
        "w trakcie",
        "en curso",
        "in bewerking",
    ),
}
"""What a text is that readers do not get, by whatever name."""
DRAFT_VALUES_ANYWHERE = _words(
    "draft drafts wip unpublished autodraft private brouillon entwurf borrador bozza rascunho szkic "
    "utkast udkast luonnos taslak piszkozat черновик чернетка 下書き 草稿 초안"
) | {"auto draft", "do not publish", "work in progress", "not published", "rough draft"}
"""Those of them that mean the same behind a name that is not known at all."""

START_DATE_FIELDS = _words(
    "publishdate publishedat publishat publishon "
    "publishedon publisheddate publicationdate pubdate golive "
    "goliveon goliveat goesliveon liveat liveon livefrom schedule scheduled scheduledat scheduledfor "
    "scheduledate scheduleddate scheduledon releasedate releaseat releaseon releasedon embargo "
    "embargountil embargoeduntil embargodate holduntil notbefore showafter showfrom visiblefrom "
    "visibleafter availablefrom startpublishing publishup postdate dategmt postdategmt datepublished "
    "firstpublishedat dateposted postedat hiddenuntil hideuntil "
    "draftuntil privateuntil waituntil publishtime publishfrom "
    "publishafter dateofpublication"
)
SOFT_START_DATE_FIELDS = (
    frozenset(
        f"{begin}{when}"
        for begin in _words(
            "release released releases golive goeslive live available availability launch launches "
            "launched unlock unlocks reveal embargo embargoed schedule scheduled publish publication "
            "publishing post posting online visible display notbefore hold holdback lift lifted"
        )
        for when in ("", *_words("date day time at on from after until till end ends"))
    )
    | _words("showat showon active activefrom enabled enabledfrom")
) - (START_DATE_FIELDS | PUBLISH_FLAGS)
"""These may mean much else: with a day, they mean "not before"."""
END_DATE_FIELDS = _words(
    "expirydate expiry expires expiresat expireson expire expireat expireon expiration expirationdate "
    "expiryat expiredate unpublishdate unpublishat unpublishon publishdown publishuntil showuntil "
    "visibleuntil availableuntil validuntil removeat "
    "removeon removeafter deleteon deleteat deleteafter "
    "hideafter archiveon archivedate archiveat archivedat "
    "deletedat removedat takedown takedownon sunset "
    "withdrawon withdrawnon withdrawnat retractedon unlistedon livetill liveuntil"
)

SOFT_END_FLAGS = _words(
    "hide exclude excluded ignore ignored skip trash trashed deleted removed withdrawn retracted redacted "
    "archived expired disabled inactive offline"
)
"""Those of `SOFT_DRAFT_FLAGS` that say with a day how long a text is shown. The others may as well say how
long it is not."""

OFTEN_MISTYPED = {
    "status": "Status",
    "draft": "draft",
    "published": "published",
    "publish": "publish",
    "publishdate": "publishDate",
    "expirydate": "expiryDate",
    "visibility": "visibility",
    "private": "private",
    "hidden": "hidden",
    "unlisted": "unlisted",
    "unpublished": "unpublished",
    "scheduled": "scheduled",
    "date": "Date",
}
"""Names that are mistyped most, and how they are written."""

DRAFT_FOLDERS = _words(
    "draft drafts unpublished wip trash private brouillons entwürfe szkice borradores"
)
"""Folders whose texts are not to be published, with or without an underscore in front."""

ANY_DRAFT_FLAG = DRAFT_FLAGS | SOFT_DRAFT_FLAGS
ANY_DATE_LIMIT = START_DATE_FIELDS | END_DATE_FIELDS
SOFT_FIELDS = SOFT_PUBLISH_FLAGS | SOFT_DRAFT_FLAGS | PASSWORD_FIELDS
ANY_DRAFT_FIELD = (
    ANY_DRAFT_FLAG
    | ANY_DATE_LIMIT
    | SOFT_FIELDS
    | PUBLISH_FLAGS
    | VISIBILITY_FIELDS
    | SOFT_VISIBILITY_FIELDS
    | STATUS_FIELDS
    | SOFT_STATUS_FIELDS
    | SOFT_START_DATE_FIELDS
)
"""Whatever stands in these tables."""
MISTYPED_FIELDS = tuple(
    sorted(
        name
        for name in (ANY_DRAFT_FIELD - SOFT_START_DATE_FIELDS)
        | _words("release released available")
        if len(name) > (5 if name in ANY_DATE_LIMIT else 4)
    )
)
"""Names that are long enough to be recognised with one letter wrong."""
SURE_YES = TRUE - _words("1 t x y on ok da sim tak oui igen")
"""What says yes behind a name that may be another word."""
TRUE_OR_FALSE = TRUE | FALSE

# --- other names for what we have ---------------------------------------------------------------

FIELD_SYNONYMS = {
    synonym: ours
    for ours, synonyms in {
        "title": "pagetitle posttitle headline seotitle metatitle name titel titre titulo tytul",
        "date": "created createdat createdon creationdate datecreated day posted pubdate publishdate "
        "publishedat publishedon publisheddate publicationdate datepublished dateposted postdate published "
        "datum fecha data",
        "modified": "update updated updatedat updatedon lastmod lastmodified lastmodifiedat lastupdated "
        "lastupdatedat dateupdated dateupdate datemodified modifiedat modifiedon modifieddate updatedate "
        "modificationdate edited lastedited revised",
        "category": "categories section kategorie categoria categorie kategoria",
        "tags": "tag label labels schlagworte etiquetas etiquettes tagi",
        "author": "by byline writer autor auteur",
        "authors": "writers autoren auteurs autores",
        "summary": "description excerpt abstract teaser lead dek metadescription customexcerpt subtitle "
        "seodescription resume zusammenfassung resumen",
        "url": "permalink uri path",
        "aliases": "alias redirectfrom redirectsfrom oldurl oldurls formerurl formerurls redirects",
        "lang": "language locale langue sprache idioma",
        "id": "guid",
        "comments": "comment allowcomments commentsenabled enablecomments commentable replies",
    }.items()
    for synonym in synonyms.split()
}
"""What others call a field of ours. Our own name counts before them."""

COMMENTS_ON = TRUE | {"open", "enabled"}
COMMENTS_OFF = FALSE | {"disabled", "hidden"}
"""Whether readers may write below a post, in the words of others."""

IGNORED_FIELDS = _words(
    "layout weight order toc tocsticky math mathjax katex mermaid image images img cover coverimage "
    "thumbnail featuredimage featureimage featured heroimage hero header banner bannerimage authorprofile "
    "classes class cssclass cssclasses sidebar navorder navigation nav parent sitemap excerptseparator "
    "readtime readingtime readingtimeminutes share social related relatedposts disqus gallery menu menus "
    "linktitle icon pin pinned sticky featuredpost wordpressid wpid postid bloggerid format keywords "
    "ghostid commentid commentsid layoutclass color colour emoji slugprefix outputs markup css js script "
    "stylesheet eleventynavigation eleventycomputed pagination robots noindex canonicalurl wordcount "
    "version editurl source original hidetitle showtoc tocdepth"
)
"""Names that other programs know and that mean nothing here."""
