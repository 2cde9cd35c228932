"""The names of the months, for dates that are written out."""

from __future__ import annotations

from typing import Final

# The months' names, whole and cut, in the languages whose dates are read without dateparser.
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro "
            "január ledna stycznia января січня ocak ianuarie tammikuuta ιανουαρίου",
            "february feb februar feber febr février févr fév febrero febbraio februari fevereiro fev "
            "február února lutego февраля лютого şubat februarie helmikuuta φεβρουαρίου",
            "march mar märz mär mrz mars marzo maart mrt maa março marts "
            "március března marca марта березня mart martie maaliskuuta μαρτίου",
            "april apr avril avr abril abr aprile "
            "április dubna kwietnia апреля квітня nisan aprilie huhtikuuta απριλίου",
            "may mai mayo maggio mag mei maio maj május května maja мая травня mayıs toukokuuta μαΐου μαίου",
            "june jun juni juin junio giugno giu junho "
            "június června czerwca июня червня haziran iunie kesäkuuta ιουνίου",
            "july jul juli juillet juil julio luglio lug julho "
            "július července lipca июля липня temmuz iulie heinäkuuta ιουλίου",
            "august aug août aoû agosto ago augustus augusti "
            "augusztus srpna sierpnia августа серпня ağustos elokuuta αυγούστου",
            "september sept sep septembre septiembre setiembre settembre set setembro septembro "
            "szeptember září września сентября вересня eylül septembrie syyskuuta σεπτεμβρίου",
            "october oct oktober okt octobre octubre ottobre ott outubro out "
            "október října października октября жовтня ekim octombrie lokakuuta οκτωβρίου",
            # Not 'listopada': November for Poles, October for Croats.
            "november nov novembre noviembre novembro listopadu ноября kasım noiembrie marraskuuta νοεμβρίου",
            "december dec dezember dez décembre déc diciembre dic dicembre desember dezembro "
            "prosince grudnia декабря грудня aralık decembrie joulukuuta δεκεμβρίου",
        ),
        1,
    )
    for name in names.split()
}
IN_MONTHS: Final = frozenset("en de fr es it pt nl sv da".split())  # the languages of which no name is missing above
MONTH_NAMES: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
