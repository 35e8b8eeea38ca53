"""What blogging platforms add to texts, in the languages in which they do (E5): a regular expression on each
line.

{post} and {blog} are the titles of a post and its blog, {anyone} a name, {time} a reading time, {photo} a
word for a picture, {labels} a list of tags, {when} a time or a day. What is none of these is an author's
sentence that begins with the same word.
"""

from __future__ import annotations

import re

_MINUTES = (
    r"(?:<|&lt;|less than|ca\.?|about|~|≈|约|約)?\s*\d{1,3}(?:\s?[-–]\s?\d{1,3})?\s*"
    r"(?:minutes?|mins?\.?|m\b|Minuten?|Min\.|minutos?|minuti|minut[yao]?|minuten|minuter|minutter|minuuttia|"
    r"минут[аы]?|хвилин[иа]?|perc|dakika|分钟|分鐘|分|분)"
)
_LABELLED = (
    r"(?:(?:Estimated |Est\. )?Read(?:ing)? time|(?:Geschätzte )?Lese(?:zeit|dauer)|"
    r"Temps de lecture(?: estimé)?|Tiempo de lectura(?: estimado)?|Tempo (?:di lettura|de leitura)"
    r"(?: stimato| estimado)?|Czas czytania|Leestijd|Lästid|Læsetid|Lesetid|Lukuaika|Doba čtení|Čas čtení|"
    r"Olvasási idő|Timp de citire|Время (?:чтения|на чтение)|Час читання|Okuma süresi|読了時間|"
    r"阅读时间|閱讀時間|阅读时长|읽는 시간)\s*[:：]?\s*"
    rf"{_MINUTES}"
)
_MIN_READ = (
    r"(?:\d{1,3}[\s-]?(?:min(?:ute)?s?\.?)\s?(?:read|reading|de lecture|de lectura|di lettura|de leitura|"
    r"czytania|leestijd|läsning|læsning|lesing|čtení|Lesezeit)|\d{1,3}\s?Min\. Lesezeit|"
    r"\d{1,3} Minuten Lesezeit|\d{1,3} minuty? czytania|この記事は約?\s?\d{1,3}\s?分で読めます。?)"
)
_PHOTO = (
    r"(?:Photo|Image|Picture|Illustration|Cover (?:photo|image)|Header (?:photo|image)|Featured (?:photo|"
    r"image)|Foto|Bild|Titelbild|Imagen|Immagine|Imagem|Zdjęcie|Crédit photo|Bildquelle|Bildnachweis)"
)
_PLACE = (
    r"(?:https?://\S+|[\w-]+(?:\.[\w-]+)+(?:/\S*)?|[\"“‘']?(?-i:[^\W\d_a-zß-öø-ÿ])[\w&'’.-]*[\"”’]?|the|of|and|an?|for|"
    r"our|my|company|personal|blog|website|site|newsletter|magazine|journal|issue|edition|column|de|la|le|&|"
    r"[-–—|·]|on|in|at|by)"
)
_OF_A_PLACE = rf"(?!\d){_PLACE}(?:,?\s(?:{_PLACE}|\d{{1,4}}(?:st|nd|rd|th)?)){{0,14}}\s?[.!]?"
"""Names, and the words that join them, perhaps with a day: an author's sentence goes on with other words."""
_JOINED = r"(?:and|und|et|y|e|i|och|og|en|&|[—–-])\s"
_LABEL = rf"(?!{_JOINED})[^\s,;|·•!?]+(?:\s(?!{_JOINED}|#)[^\s,;|·•!?]+){{0,3}}+"
_LABELS = (
    rf"{_LABEL}(?:(?:\s?[,;|·•]\s?|\s{_JOINED}|\s(?=#)){_LABEL}){{0,30}}+(?<![.:…])(?:\s?[»→])?"
)
"""Labels of up to four words, with something between them: a sentence has more words in a row, and an end."""
_WHEN = (
    r"\d[\d:./-]*(?:,?\s(?:\d[\d:.,/-]*|[ap]\.?m\.?|at|on|de|(?-i:[A-Z]{2,4})|{month}|"
    r"(?:no )?comments?:?)){0,8}"
).replace("{month}", r"[^\W\d_]{3,12}\.?,?(?=\s\d)")
"""A time or a day, and how many comments there are."""
_NO_SENTENCE = r"(?!.*(?-i:(?<!\S)(?:[a-zß-öø-ÿ]+ ){2}[a-zß-öø-ÿ]+).*[.!?]$)"
"""Not three words in a row with small first letters, and the end of a sentence."""
_NAMES = {
    "{place}": _OF_A_PLACE,
    "{labels}": _LABELS,
    "{when}": _WHEN,
    "{no_sentence}": _NO_SENTENCE,
    "{anyone}": r"\S.{0,100}?",
    "{time}": rf"(?:{_LABELLED}|{_MIN_READ})",
    "{labelled_time}": _LABELLED,
    "{photo}": _PHOTO,
    "{post}": r"(?P<post>\S(?:.{0,298}\S)?)",
    "{blog}": r"(?P<blog>\S(?:.{0,118}?\S)?)",
}


def _filled(line: str) -> str:
    return re.sub(r"\{[a-z_]+\}", lambda found: _NAMES[found[0]], line)


def _each(lines: str) -> tuple[str, ...]:
    return tuple(map(_filled, lines.strip().splitlines()))


def _any(lines: str) -> str:
    return "|".join(_each(lines))


_APPEARED = r"""
The post {post} (?:appeared first|first appeared|was first published|was originally published) (?:on|at|in) {blog}
The article {post} (?:appeared first|first appeared) (?:on|at|in) {blog}
(?:Der Beitrag|Der Artikel) {post} (?:erschien|ist) zuerst (?:auf|bei|in|im) {blog}(?: erschienen)?
(?:L['’]article|Cet article|L['’]actualité|Le post|La publication) {post} est apparue? en premier sur {blog}
(?:La entrada|El artículo|El post|El cargo|La publicación) {post} (?:se publicó primero|se publicó por primera vez|apareció primero|aparece primero) en {blog}
(?:L['’]articolo|Il post) {post} (?:proviene da|sembra essere il primo su|è apparso prima su) {blog}
(?:O post|O artigo|O conteúdo|A publicação|A postagem|O texto) {post} (?:apareceu|aparece|foi publicado) primeiro (?:em|no|na) {blog}
A entrada {post} (?:publicouse primeiro en|aparece primeiro en) {blog}
L['’]entrada {post} ha aparegut primer a {blog}
(?:Artykuł|Post|Wpis) {post} (?:pochodzi z serwisu|pojawił się (?:po ?raz pierwszy|pierwszy raz|najpierw) (?:w|na)) {blog}
(?:Het bericht|Het artikel|De post) {post} (?:verscheen eerst op|is voor het eerst verschenen op) {blog}
Inlägget {post} (?:dök först upp|publicerades först|visades först) på {blog}
Indlægget {post} (?:blev først udgivet|blev først vist|vises først|dukkede først op) på {blog}
Innlegget {post} (?:dukket først opp|ble først publisert|vises først) på {blog}
(?:Artikkeli|Julkaisu) {post} (?:julkaistiin ensimmäisen kerran|julkaistiin ensimmäisenä|ilmestyi ensin)(?: sivustolla)? {blog}
Příspěvek {post} (?:pochází z|se nejdříve objevil na|se nejdříve objevil) {blog}
Príspevok {post} (?:zobrazený najskôr|zobrazený najprv na|sa najskôr objavil na) {blog}
(?:A|Az|A\(z\)) {post} bejegyzés először (?:a |az )?{blog} (?:oldalon )?jelent meg
Articolul {post} (?:apare prima dată (?:în|pe)|a apărut prima dată (?:în|pe)) {blog}
Запись {post} впервые появилась(?: на)? {blog}
Сообщение {post} появи(?:лись|лось) сначала на {blog}
Запис {post} (?:спершу|вперше) (?:з['’]явиться|з['’]явився) на {blog}
Публикацията {post} е публикувана за пръв път на {blog}
Το άρθρο {post} εμφανίστηκε πρώτα στο {blog}
{post} yazısı (?:ilk önce|ilk olarak) {blog}(?: üzerinde)? (?:ortaya çıktı|yayınlandı|üzerinde ortaya çıktı)
Objava {post} pojavila se prv[io] puta? na {blog}
(?:Чланак|Objava) {post} се појавио прво на {blog}
Prispevek {post} je bil najprej objavljen na {blog}
Įrašas {post} pirmiausia pasirodė {blog}
Postitus {post} ilmus esmalt {blog}
Bài viết {post} (?:đã )?xuất hiện (?:đầu tiên|lần đầu)(?: vào ngày| trên| tại)? {blog}
Artikel {post} (?:pertama kali tampil|muncul pertama kali) (?:pada|di) {blog}
{post} は {blog} に最初に表示されました
{post}(?:最先|首先|最早)出现在{blog}
〈{post}〉這篇文章最早(?:發佈|發表|出現)於《{blog}》
{post} 게시물이 {blog}에 처음 (?:등장했습니다|나타났습니다)
ظهرت المقالة {post} أولاً على {blog}
הפוסט {post} הופיע (?:לראשונה|ראשונה) ב-?{blog}
نوشته {post} اولین بار در {blog}(?:\.? پدیدار شد)?
{post} was originally published in {blog} on Medium, where people are continuing the conversation by highlighting and responding to this story
""".strip().splitlines()
APPEARED = tuple((line.partition("{post}")[0].rstrip(), _filled(line)) for line in _APPEARED)
"""How the sentence begins that says where a post appeared first, and the whole of it."""
APPEARED_WORDS = "|".join(
    f"(?:{next(part for part in map(str.strip, parts) if len(part) > 1)})"
    for parts in (re.split(r"{post}|{blog}", line)[1:] for line in _APPEARED)
)
"""What stands in it between the titles of post and blog, or behind them."""
APPEARED_HINTS = frozenset(re.findall(r"[^\W\d_]{4,}", APPEARED_WORDS)) | frozenset(
    re.findall(r"[\u3040-\u9fff\uac00-\ud7af]{2,}", APPEARED_WORDS)
)
"""One of these words is in each such sentence. To look for words takes a hundredth of the time."""

READ_ON = _any(
    r"""
Continue reading
Keep reading
Read more
Read on
Read the rest(?: of (?:this|the) (?:entry|post|article))?
Read (?:the )?full (?:article|post|story|entry)
Read (?:the )?whole (?:article|post)
Read full post
View (?:the )?full (?:article|post)
Click (?:here )?to (?:read|continue)(?: more| reading)?
Click here for more
See more
Learn more
Find out more
Full story
View post
View on WordPress
View original
Weiterlesen
Mehr lesen
Weiter lesen
Den Rest (?:des Beitrags|von .{1,80}) lesen
Ganzen Beitrag lesen
Beitrag lesen
Zum Artikel
Hier weiterlesen
Mehr erfahren
Lire la suite
Lire plus
Continuer la lecture
En savoir plus
Poursuivre la lecture
Lire l['’]article(?: complet)?
Seguir leyendo
Leer más
Continuar leyendo
Sigue leyendo
Continúa leyendo
Continúe leyendo
Leer el resto(?: de .{1,80})?
Ver más
Saber más
Continua a leggere
Leggi tutto
Leggi di più
Leggi il resto
Continua la lettura
Leggi l['’]articolo(?: completo)?
Scopri di più
Continue lendo
Continuar lendo
Leia mais
Ler mais
Continuar a ler
Saiba mais
Continue a ler
Czytaj dalej
Czytaj więcej
Kontynuuj czytanie
Czytaj całość
Przeczytaj więcej
Lees verder
Lees meer
Verder lezen
Meer lezen
Läs mer
Fortsätt läsa
Läs vidare
Läs hela inlägget
Læs mere
Læs videre
Fortsæt (?:med at )?læse?
Les mer
Les videre
Fortsett å lese
Lue lisää
Jatka lukemista
Lue koko (?:artikkeli|juttu)
Číst dál(?:e)?
Číst více
Pokračovat ve čtení
Celý článek
Čítať ďalej
Čítať viac
Pokračovať v čítaní
Tovább olvasom
Olvass tovább
Bővebben
Citește mai (?:mult|departe)
Continuă (?:să citești|lectura)
Pročitaj više
Nastavi čitati
Preberi več
Skaityti daugiau
Loe edasi
Читать (?:далее|дальше|полностью|ещё|больше)
Продолжить чтение
Подробнее
Читати (?:далі|більше)
Продовжити читання
Прочетете още
Прочитај више
Devamını oku
Okumaya devam et
Daha fazla oku
Διαβάστε περισσότερα
Συνεχίστε την ανάγνωση
Llegeix més
Continua llegint
Ler máis
Jarraitu irakurtzen
続きを読む
もっと読む
続きはこちら
继续阅读
阅读全文
阅读更多
繼續閱讀
閱讀全文
閱讀更多
계속 읽기
더 ?보기
더 ?읽기
Đọc tiếp
Đọc thêm
Xem thêm
Baca selengkapnya
Lanjutkan membaca
اقرأ المزيد
متابعة القراءة
أكمل القراءة
ادامه مطلب
להמשיך לקרוא
קרא עוד
המשך קריאה
"""
)
"""What leads on to the rest of a text."""

READ_ON_SHORT = "More|Mehr|Suite|Continua|Más|Więcej|Tovább|Далее|Ещё|Още|Περισσότερα"
"""The same in one word, which may as well begin a sentence."""

PARAGRAPHS = _any(
    r"""
{time}\.?
This (?:post|article|story|piece|entry|essay|column|interview) (?:was )?(?:originally|first) (?:appeared|published|posted|ran) (?:on|at|in|by) {place}
(?:Originally|First) (?:published|posted) (?:on|at|in|by) {place}
Dieser (?:Beitrag|Artikel) (?:erschien|ist|wurde) (?:zuerst|ursprünglich) (?:auf|bei|in|im|am|unter|hier) [^,;!?]{1,120}
Cet article (?:a été publié|est paru) (?:initialement|à l['’]origine|d['’]abord) (?:sur|dans|en|le|chez|par) [^,;!?]{1,120}
Este (?:artículo|artigo|post) (?:fue|foi|se) (?:publicado|publicó) (?:originalmente|por primera vez|primero|primeiro) (?:en|em|no|na|el|por|sobre) [^,;!?]{1,120}
Questo articolo è (?:stato pubblicato|apparso) (?:originariamente|per la prima volta) (?:su|sul|sulla|in|nel|nella|il|da) [^,;!?]{1,120}
Ten (?:artykuł|tekst|wpis) (?:ukazał się|pojawił się|został opublikowany) (?:pierwotnie|po raz pierwszy) (?:na|w|we|u|przez|\d{1,2}) [^,;!?]{1,120}
Dit artikel (?:verscheen|is) (?:eerder|oorspronkelijk) (?:op|in|bij) [^,;!?]{1,120}
Det här inlägget (?:publicerades|dök) (?:först|ursprungligen) (?:upp |på |i |hos |den )+[^,;!?]{1,120}
(?:Thanks|Thank you) for reading {anyone}[!.] (?:Subscribe|This post is public|Share)\b.{0,200}
{anyone} is a reader-supported (?:publication|newsletter)(?:[.!:,–—].{0,250})?
To receive new posts and support my work, consider .{0,120}
Subscribe(?: now| for free| here| today| below)?(?: to (?:receive|get) (?:new|our|my) .{0,160})?[.!]?
(?:Share|Refer a friend|Share this post|Leave a comment|Give a gift subscription|Upgrade to paid|Donate subscriptions|Pledge your support|Start writing today|Read full story|Type your email…|Join the (?:chat|conversation)|Start a conversation|Get the app|Restack|Like|Comments?|Listen|Play|Pause|Download|Tweet|Pin(?: it)?|Print|Email|Follow|Follow us|Facebook|Twitter|LinkedIn|Pinterest|WhatsApp|Reddit|Tumblr|Telegram|Mastodon|Bluesky|Permalink|Source|Reply|Related|Tags?|Share this|Like this|Likes?|Transcript|Subscribe on .{1,40})(?:\s*:|\s*…|\.\.\.)?
Get more from {anyone} in the Substack app.{0,80}
Available for iOS and Android\.?
Read (?:{anyone} )?in the (?:Substack )?app\.?
(?:Start|Claim) (?:your|my|a) (?:\d+[- ]day )?free (?:trial|post).{0,60}
(?:Keep reading with a (?:free|\d)|Continue reading this post for free).{0,120}
This (?:post|episode|podcast|content|thread) is for (?:(?:paid|paying|free) )?(?:subscribers|members|readers)(?: only)?(?: on the .{0,60})?\.?
Subscribe (?:now )?to read (?:the|this) (?:post|rest).{0,160}
Already (?:have an account|a (?:paid )?(?:subscriber|member))\?.{0,30}
(?:Sign (?:up|in)|Log in|Subscribe|Unsubscribe|Read online|Advertise)(?:\s*[|·•]\s*(?:Sign (?:up|in)|Log in|Subscribe|Unsubscribe|Read online|Advertise))*\.?
Email sent! Check your inbox(?:[.!]| to\b.{0,60}| for\b.{0,60})?|No spam\. Unsubscribe anytime\.?
Was this (?:email|newsletter) forwarded to you\?(?: (?:Sign|Subscribe|Join|Click|Get)\b.{0,50})?
Powered by (?:beehiiv|Ghost|Substack|Mailchimp|Buttondown)\.?
(?:You(?:['’]re| are) receiving|You received) this (?:email|message|newsletter) because (?:you|of your)\b.{0,160}
View this (?:email|newsletter) in your browser\.?
Update your preferences(?:\s(?:or|and|here|[|·•]).{0,70})?\.?
Copyright © (?-i:[\dA-ZÀ-Ž]).{0,120}
(?:Danke,? (?:dass du|fürs Lesen)|Vielen Dank fürs Lesen) {anyone}!? (?:Abonnier|Dieser Post).{0,200}
Merci d['’]avoir lu {anyone}\s?! (?:Abonnez|Ce post|Cette).{0,200}
¡?Gracias por leer {anyone}[!.] (?:¡?Suscríbe|Esta).{0,200}
Grazie per aver letto {anyone}! (?:Iscriv|Abbonati|Questo).{0,200}
Obrigad[oa] por ler {anyone}! (?:Assin|Subscrev|Esta).{0,200}
(?:Dziękuję|Dziękujemy) za (?:przeczytanie|czytanie) {anyone}! (?:Zasubskrybuj|Subskrybuj|Ten).{0,200}
Bedankt voor het lezen(?: van)? {anyone}! (?:Abonneer|Deze).{0,200}
Tack för att du läser {anyone}! (?:Prenumerera|Det).{0,200}
{anyone} (?:ist eine von Leser(?:innen|n)? unterstützte|ist eine leser(?:innen)?unterstützte|est une publication soutenue par|es una publicación (?:apoyada|respaldada) por|è una pubblicazione (?:supportata|sostenuta) da|é uma publicação apoiada (?:por|pelos)|to publikacja wspierana przez|is een door lezers ondersteunde|är en läsarstödd) .{0,250}
(?:Jetzt )?abonnieren
S['’]abonner
Abonnez-vous(?: maintenant)?
Suscribirse
Suscríbete(?: ahora)?
Iscriviti(?: ora)?
Assine(?: agora)?
Subskrybuj(?: teraz)?
Zasubskrybuj
Abonneren
Prenumerera(?: nu)?
Teilen
Partager
Compartir
Condividi
Compartilhar
Partilhar
Udostępnij
Delen
Dela
Jaa
Sdílet
Поделиться
Kommentar hinterlassen
Schreibe einen Kommentar
Laisser un commentaire
Deja(?:r)? un comentario
Lascia un commento
Deixe um comentário
Dodaj komentarz
Zostaw komentarz
Plaats een reactie
Laat een reactie achter
Lämna en kommentar
Dieser (?:Beitrag|Post) ist nur für (?:zahlende )?Abonnent(?:en|innen).{0,40}
Cet article est réservé aux abonnés.{0,40}
Esta (?:entrada|publicación) es solo para suscriptores.{0,40}
Questo post è solo per gli iscritti.{0,40}
Este post é (?:só|apenas) para assinantes.{0,40}
Ten (?:wpis|post) jest tylko dla subskrybentów.{0,40}
(?:Share this|Teilen mit|Partager|Comparte esto|Condividi|Compartilhe isso|Udostępnij|Delen|Dela)\s*:(?: (?:Click|Tweet|Share|Facebook|Twitter|X|Email|E-mail|Print|More|LinkedIn|WhatsApp|Pinterest|Reddit|Tumblr|Telegram|Pocket|to|on|a|link|friend|window\)|\(Opens|in|new|·|Like|this:?|Loading(?:…|\.\.\.)?))*
(?:Like this|Gefällt mir|J['’]aime|Me gusta|Mi piace|Curtir isso|Lubię to)\s*:(?:\s*Like)?(?: (?:Loading|Wird geladen|chargement|Cargando|Caricamento|Carregando|Wczytywanie).{0,4})?
(?:Like )?Loading\s*(?:…|\.\.\.)
(?:Filed under|Posted in|Tagged(?: with)?|Veröffentlicht (?:in|unter)|Publié dans|Publicado en|Pubblicato in|Opublikowano w)\s?: {labels}(?:\s(?:Tagged(?: with)?|Tags)\s?: {labels})?
(?:Posted|Published|Written) by .{1,60}? (?:at|on) {when}
(?:Tags|Labels|Categor(?:y|ies)|Topics|Schlagwörter|Étiquettes|Etiquetas|Tagi)\s*: {labels}
\d{1,4} (?:comments?|Kommentare?|commentaires?|comentarios?|commenti|comentários?|komentarzy|likes?|reactions?|shares?)
Advertisement|Sponsored|Anzeige|Werbung|Publicité|Publicidad|Pubblicità|Publicidade|Reklama
(?:Newer|Older) Posts?(?: ?\W? ?(?:Newer|Older) Posts?)?(?: ?\W? ?Home)?
Email This(?: ?BlogThis!?)?(?: ?Share to \w+)*
\(via [\w.-]{1,60}\)|Source: [\w.-]{1,60}|View On WordPress
Follow (?:us|me) (?:on|at|in) (?:Feedly|Twitter|X|Facebook|Instagram|LinkedIn|Mastodon|Bluesky|YouTube|Medium)(?:{no_sentence}\W.{0,60})?
(?:Published|Posted|Updated|Last updated)(?: on|:) \w+ \d{1,2},? \d{4}
comment count unavailable(?: comments)?|Comments on the original post
{photo}(?: credits?)?\s*(?:by|:|via|courtesy of|von|autorstwa) {no_sentence}(?-i:[A-ZÀ-Ž@0-9]).{0,60}
[“„"«].{1,160}[”“"»] (?:weiterlesen|lezen|verder lezen|læses? videre)
(?:Table of contents|Contents|Inhaltsverzeichnis|Sommaire|Table des matières|Índice|Indice|Sumário|Spis treści|Inhoud|Inhoudsopgave|Innehåll)(?: (?:Toggle|hide|show|\[.{1,10}\]))?
"""
)
"""Whole paragraphs at the beginning or the end of a text."""

ANYWHERE = _any(
    r"""
{anyone} is a reader-supported publication\. To receive new posts and support my work, consider .{0,120}
(?:Thanks|Thank you) for reading {anyone}[!.] Subscribe for free to receive new posts.{0,80}
"""
)
"""What is put between two paragraphs, too."""

PLACE = r"(?:at|on|in|over at|auf|bei|im|sur|en|su|da|em|no|na|w|op|på)"
"""A word before the name of the place that has the rest."""

BUTTONS = _any(
    r"""
Share \S.{0,100}
Message \S.{0,60}
Sign up for \S.{0,80}
Subscribe to \S.{0,80}
Get \d{1,3}\s?% off .{0,80}
(?:Listen|Watch) (?:on|to|now|in) .{0,60}
Download \S.{0,60}
Leave a (?:comment|reply).{0,60}
(?:Buy|Order|Pre-order|Register|Book) (?:now|here|today|your) ?.{0,60}
"""
)
"""The same, where all their words are a link."""

NAMED = _any(
    r"""
(?:Thanks|Thank you) for reading (.+?)[!.]
Subscribe to (.+?)[.!]?
Sign up for (.+?)[.!]?
Share (.+?)[.!]?
"""
)
"""The same, where a group is the title of the blog."""

_ROLE = (
    r"(?:(?:staff|guest|senior|contributing|special|freelance) )?"
    r"(?:writer|editor|author|contributor|correspondent|reporter|blogger|columnist)"
)
_NAME_OR_DAY = (
    r"(?:(?:[A-ZÀ-Ž@\d]\S*|of|for|the|at|on|in|and|&|am|pm|de|von|[–—|·•-])(?:\s|$)){1,8}|"
    r"(?:on |am |le |el |il )?\d{1,2}\.?\s(?:de )?[^\W\d_]{3,12}\.?\s(?:de )?\d{4}|"
    rf"(?i:{_MINUTES}(?: .{{1,14}})?|{_LABELLED}|{_MIN_READ}|{_ROLE})"
)
SIGNED = (
    r"(?:By|Von|Par|Por|Di|Przez|Door|Av) [A-ZÀ-Ž][^\s,.|]*(?: [A-ZÀ-Ž][^\s,|]*){1,3}"
    rf"(?:(?: ?[|·•,–—-] (?:{_NAME_OR_DAY})){{1,3}})?"
)
"""A paragraph at the beginning that only says who wrote it."""

TAILS = _each(
    r"""
(?:Thanks|Thank you) for reading {anyone}[!.] (?:Subscribe|This post is public)\b.{0,200}
[A-Z]\S*(?: \S+){0,8} is a reader-supported publication\. .{0,200}
(?:Share this:\s.{0,120})?(?:Like this:\s*)?Like\s*Loading\s*(?:…|\.\.\.)
This post is for (?:paid |paying )?subscribers(?: only)?\.?
Email This\s*BlogThis!.{0,120}
Subscribe now
Leave a comment
Read in the Substack app
{labelled_time}|\d{1,3} min read
Originally (?:published|posted) (?:on|at|in) {place}
This (?:post|article) (?:was originally published|originally appeared|first appeared|was first published) (?:on|at|in) {place}
Continue reading on \S.{0,80} »
\(via [\w.-]{1,60}\)
[“„"«][^.!?]{1,160}[”“"»] weiterlesen
"""
)
"""Sentences at the end of a paragraph, behind the end of another."""
TAILS_HINT = (
    r"for reading|reader-supported|Loading|This (?:post|article) |Email This|Subscribe now|Leave a comment|"
    r"Substack app|Originally |Continue reading on|\(via |weiterlesen|\d\D{0,40}$"
)
"""In each of them. To look for this takes a tenth of the time."""

HEAD = _any(
    r"""
{time}\s*[.|·•–—-]*\s*(?-i:(?=[^\W_a-zà-ÿ]|$|[“"„«¿¡]))
(?:Listen|Watch|Read) now\s*(?:\(.{1,20}?\))?\s*[|│]\s*
"""
)
"""What may stand before the first sentence."""
HEAD_HINT = r"[\d|│](?:(?<=[|│])|\s?[-–]?\s?\d{0,3}\s*-?\s*(?:m|p|d|м|х|分|분))"
"""In each of them, as above."""
