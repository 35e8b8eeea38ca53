"""Words of a date in, the month that they name out. Pure; one fixed table, never the system's locale."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from frontdesk.core.text import fold_accents

_ENGLISH = """
january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept
october/oct november/nov december/dec
| monday/mon tuesday/tue/tues wednesday/wed/weds thursday/thu/thur/thurs friday/fri saturday/sat
sunday/sun
"""

# A paragraph a language, in small letters without accents (Unicode CLDR 47): the forms of twelve months
# and, behind the bar, of seven days.
_OTHERS = """
студзеня/сту/студзень лютага/лют/люты сакавіка/сак/сакавік красавіка/кра/красавік мая/маи
чэрвеня/чэр/чэрвень ліпеня/ліп/ліпень жніуня/жні/жнівень верасня/вер/верасень
кастрычніка/кас/кастрычнік лістапада/ліс/лістапад снежня/сне/снежань
| панядзелак/пн ауторак/ау серада/ср чацвер/чц пятніца/пт субота/сб нядзеля/нд

януари/яну февруари/фев март април/апр маи юни юли август/авг септември/сеп октомври/окт ноември/ное
декември/дек
| понеделник/пн вторник/вт сряда/ср четвъртък/чт петък/пт събота/сб неделя/нд

gener/gen febrer/febr marc abril/abr maig juny juliol/jul agost/ag setembre/set octubre/oct
novembre/nov desembre/des
| dilluns/dl dimarts/dt dimecres/dc dijous/dj divendres/dv dissabte/ds diumenge/dg

ledna/led/leden unora/uno/unor brezna/bre/brezen dubna/dub/duben kvetna/kve/kveten cervna/cvn/cerven
cervence/cvc/cervenec srpna/srp/srpen zari/zar rijna/rij/rijen listopadu/lis/listopad
prosince/pro/prosinec
| pondeli/po utery/ut streda/st ctvrtek/ct patek/pa sobota/so nedele/ne

januar/jan februar/feb marts/mar april/apr maj juni/jun juli/jul august/aug september/sep
oktober/okt november/nov december/dec
| mandag/man/ma tirsdag/tirs/ti onsdag/ons/on torsdag/tors/to fredag/fre/fr lordag/lor/lo
sondag/son/so

januar/jan februar/feb marz/mar april/apr mai juni/jun juli/jul august/aug september/sept/sep
oktober/okt november/nov dezember/dez
| montag/mo dienstag/di mittwoch/mi donnerstag/do freitag/fr samstag/sa sonntag/so

ιανουαριου/ιαν/ιανουαριοσ φεβρουαριου/φεβ/φεβρουαριοσ μαρτιου/μαρ/μαρτιοσ απριλιου/απρ/απριλιοσ
μαιου/μαι/μαιοσ ιουνιου/ιουν/ιουνιοσ ιουλιου/ιουλ/ιουλιοσ αυγουστου/αυγ/αυγουστοσ
σεπτεμβριου/σεπ/σεπτεμβριοσ οκτωβριου/οκτ/οκτωβριοσ νοεμβριου/νοε/νοεμβριοσ
δεκεμβριου/δεκ/δεκεμβριοσ
| δευτερα/δευ/δε τριτη/τρι/τρ τεταρτη/τετ/τε πεμπτη/πεμ/πε παρασκευη/παρ/πα σαββατο/σαβ/σα
κυριακη/κυρ/κυ

enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago septiembre/sept
octubre/oct noviembre/nov diciembre/dic
| lunes/lun/lu martes/mar/ma miercoles/mie/mi jueves/jue/ju viernes/vie/vi sabado/sab/sa
domingo/dom/do

jaanuar/jaan veebruar/veebr marts aprill/apr mai juuni juuli august/aug september/sept oktoober/okt
november/nov detsember/dets
| esmaspaev teisipaev kolmapaev neljapaev reede laupaev puhapaev

urtarrila/urt otsaila/ots martxoa/mar apirila/api maiatza/mai ekaina/eka uztaila/uzt abuztua/abu
iraila/ira urria/urr azaroa/aza abendua/abe
| astelehena/al asteartea/ar asteazkena/az osteguna/og ostirala/or larunbata/lr igandea/ig

tammikuuta/tammi/tammikuu helmikuuta/helmi/helmikuu maaliskuuta/maalis/maaliskuu
huhtikuuta/huhti/huhtikuu toukokuuta/touko/toukokuu kesakuuta/kesa/kesakuu heinakuuta/heina/heinakuu
elokuuta/elo/elokuu syyskuuta/syys/syyskuu lokakuuta/loka/lokakuu marraskuuta/marras/marraskuu
joulukuuta/joulu/joulukuu
| maanantaina/ma/maanantai tiistaina/ti/tiistai keskiviikkona/ke/keskiviikko torstaina/to/torstai
perjantaina/pe/perjantai lauantaina/la/lauantai sunnuntai/su

janvier/janv fevrier/fevr mars avril/avr mai juin juillet/juil aout septembre/sept octobre/oct
novembre/nov decembre/dec
| lundi/lun/lu mardi/mar/ma mercredi/mer/me jeudi/jeu/je vendredi/ven/ve samedi/sam/sa dimanche/dim/di

xaneiro/xan febreiro/feb marzo/mar abril/abr maio xuno xullo/xul agosto/ago setembro/set outubro/out
novembro/nov decembro/dec
| luns/lu martes/mar/ma mercores/mer/me xoves/xov/xo venres/ven/ve sabado/sab/sa domingo/dom/do

sijecnja/sij/sijecanj veljace/velj/veljaca ozujka/ozu/ozujak travnja/tra/travanj svibnja/svi/svibanj
lipnja/lip/lipanj srpnja/srp/srpanj kolovoza/kol/kolovoz rujna/ruj/rujan listopada/lis/listopad
studenoga/stu/studeni prosinca/pro/prosinac
| ponedjeljak/pon utorak/uto srijeda/sri cetvrtak/cet petak/pet subota/sub nedjelja/ned

januar/jan februar/febr marcius/marc aprilis/apr majus/maj junius/jun julius/jul augusztus/aug
szeptember/szept oktober/okt november/nov december/dec
| hetfo kedd szerda/sze csutortok/cs pentek szombat/szo vasarnap

januari/jan februari/feb maret/mar april/apr mei juni/jun juli/jul agustus/agu september/sep
oktober/okt november/nov desember/des
| senin/sen selasa/sel rabu/rab kamis/kam jumat/jum sabtu/sab minggu/min

januar/jan februar/feb mars/mar april/apr mai juni/jun juli/jul agust/agu september/sep oktober/okt
november/nov desember/des
| manudagur/man/ma þriðjudagur/þri/þr miðvikudagur/mið/mi fimmtudagur/fim/fi fostudagur/fos/fo
laugardagur/lau/la sunnudagur/sun/su

gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago
settembre/set ottobre/ott novembre/nov dicembre/dic
| lunedi/lun martedi/mar mercoledi/mer giovedi/gio venerdi/ven sabato/sab domenica/dom

sausio/saus/sausis vasario/vas/vasaris kovo/kov/kovas balandzio/bal/balandis geguzes/geg/geguze
birzelio/birz/birzelis liepos/liep/liepa rugpjucio/rugp/rugpjutis rugsejo/rugs/rugsejis
spalio/spal/spalis lapkricio/lapkr/lapkritis gruodzio/gruod/gruodis
| pirmadienis/pr antradienis/an treciadienis/tr ketvirtadienis/kt penktadienis/pn sestadienis/st
sekmadienis/sk

janvaris/janv februaris/febr marts aprilis/apr maijs junijs/jun julijs/jul augusts/aug
septembris/sept oktobris/okt novembris/nov decembris/dec
| pirmdiena/pirmd/pr otrdiena/otrd/ot tresdiena/tresd/tr ceturtdiena/ceturtd/ce piektdiena/piektd/pk
sestdiena/sestd/se svetdiena/svetd/sv

јануари/јан февруари/фев март/мар април/апр мај јуни/јун јули/јул август/авг септември/сеп
октомври/окт ноември/ное декември/дек
| понеделник/пон вторник/вто среда/сре четврток/чет петок/пет сабота/саб недела/нед

januar/jan februar/feb mars/mar april/apr mai juni/jun juli/jul august/aug september/sep oktober/okt
november/nov desember/des
| mandag/man/ma tirsdag/tir/ti onsdag/ons/on torsdag/tor/to fredag/fre/fr lordag/lor/lo sondag/son/so

januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug september/sep
oktober/okt november/nov december/dec
| maandag/ma dinsdag/di woensdag/wo donderdag/do vrijdag/vr zaterdag/za zondag/zo

stycznia/sty/styczen lutego/lut/luty marca/mar/marzec kwietnia/kwi/kwiecien maja/maj
czerwca/cze/czerwiec lipca/lip/lipiec sierpnia/sie/sierpien wrzesnia/wrz/wrzesien
pazdziernika/paz/pazdziernik listopada/lis/listopad grudnia/gru/grudzien
| poniedzialek/pon wtorek/wt/wto sroda/sr/sro czwartek/czw piatek/pt/pia sobota/sob
niedziela/niedz/nie

janeiro/jan fevereiro/fev marco/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set
outubro/out novembro/nov dezembro/dez
| seg ter qua qui sex sabado/sab domingo/dom

ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul august/aug septembrie/sept
octombrie/oct noiembrie/nov decembrie/dec
| luni/lun/lu marti/mar/ma miercuri/mie/mi joi vineri/vin/vi sambata/sam/sa duminica/dum/du

января/янв/январь февраля/февр/февраль марта/мар/март апреля/апр/апрель мая/маи июня/июн/июнь
июля/июл/июль августа/авг/август сентября/сент/сентябрь октября/окт/октябрь ноября/нояб/ноябрь
декабря/дек/декабрь
| понедельник/пн вторник/вт среда/ср четверг/чт пятница/пт суббота/сб воскресенье/вс

januara/jan/januar februara/feb/februar marca/mar/marec aprila/apr/april maja/maj juna/jun jula/jul
augusta/aug/august septembra/sep/september oktobra/okt/oktober novembra/nov/november
decembra/dec/december
| pondelok/po utorok/ut streda/st stvrtok/st piatok/pi sobota/so nedela/ne

januar/jan februar/feb marec/mar april/apr maj junij/jun julij/jul avgust/avg september/sep
oktober/okt november/nov december/dec
| ponedeljek/pon torek/tor sreda/sre cetrtek/cet petek/pet sobota/sob nedelja/ned

janar/jan shkurt/shk mars/mar prill/pri maj qershor/qer korrik/korr gusht/gush shtator/sht tetor/tet
nentor/nen dhjetor/dhj
| hen mar mer enj pre sht die

јануар/јан фебруар/феб март/мар април/апр мај јун јул август/авг септембар/сеп октобар/окт
новембар/нов децембар/дец
| понедељак/пон/по уторак/уто/ут среда/сре/ср четвртак/чет/че петак/пет/пе субота/суб/су недеља/нед/не

januar/jan februar/feb mart/mar april/apr maj jun jul avgust/avg septembar/sep oktobar/okt
novembar/nov decembar/dec
| ponedeljak/pon/po utorak/uto/ut sreda/sre/sr cetvrtak/cet/ce petak/pet/pe subota/sub/su
nedelja/ned/ne

januari/jan februari/feb mars april/apr maj juni juli augusti/aug september/sep oktober/okt
november/nov december/dec
| mandag/man/ma tisdag/tis/ti onsdag/ons/on torsdag/tors/to fredag/fre/fr lordag/lor/lo sondag/son/so

ocak/oca subat/sub mart/mar nisan/nis mayıs/may haziran/haz temmuz/tem agustos/agu eylul/eyl
ekim/eki kasım/kas aralık/ara
| pazartesi/pzt/pt salı/sal/sa carsamba/car/ca persembe/per/pe cuma/cum/cu cumartesi/cmt/ct
pazar/paz/pa

січня/січ/січень лютого/лют/лютии березня/бер/березень квітня/квіт/квітень травня/трав/травень
червня/черв/червень липня/лип/липень серпня/серп/серпень вересня/вер/вересень жовтня/жовт/жовтень
листопада/лист/листопад грудня/груд/грудень
| понеділок/пн вівторок/вт середа/ср четвер/чт пʼятниця/пт субота/сб неділя/нд
"""
_FILLERS = {
    "a", "am", "an", "at", "d", "de", "del", "den", "der", "di", "e", "el", "er", "g", "god", "goda", "h",
    "kl", "klo", "la", "le", "m", "nd", "o", "ob", "of", "on", "r", "rd", "rok", "roka", "roku", "st", "th",
    "the", "ta", "uhr", "um", "р", "роки", "року", "г", "год", "года",
}  # fmt: skip
"""Words between the parts of a date, in any language."""


class _Language:
    """Word → the months that it may mean; and the words that may be a day of the week."""

    def __init__(self, table: str) -> None:
        months, _, days = table.partition("|")
        self.months: dict[str, set[int]] = {}
        for number, forms in enumerate(months.split(), 1):
            for form in forms.split("/"):
                self.months.setdefault(fold_accents(form), set()).add(number)
        self.days = {fold_accents(form) for forms in days.split() for form in forms.split("/")}

    def readings(self, words: Sequence[str]) -> Iterator[int]:
        """The months that the words can name, if one is a month and each other a day or a filler."""
        for place, word in enumerate(words):
            others = {*words[:place], *words[place + 1 :]}
            if others <= self.days | _FILLERS:
                yield from self.months.get(word, ())


def find_month(words: Sequence[str]) -> int | None:
    """The month, 1 to 12, that the words name: one of them the month, the others days of the week or
    fillers, all of one language. None where no language has them or two disagree: listopad is November in
    Polish and October in Croatian.

    Args:
        words: as `ids.plain` writes them.
    """
    english = set(_english().readings(words))
    found = english or {month for one in _others() for month in one.readings(words)}
    return found.pop() if len(found) == 1 else None


def names_no_month(words: Collection[str]) -> bool:
    """Whether the words are all days of the week, or fillers, of one language."""
    return any({*words} <= one.days | _FILLERS for one in (_english(), *_others()))


@lru_cache(1)
def _english() -> _Language:
    return _Language(_ENGLISH)


@lru_cache(1)
def _others() -> tuple[_Language, ...]:
    return tuple(map(_Language, _OTHERS.split("\n\n")))
