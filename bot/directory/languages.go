package directory

import "strings"

// language is one language: its ISO 639 code, its English name, and other names
// people type for it, their own first.
type language struct{ code, name, others string }

// languages are those that programmes of this kind have been seen to speak; a code
// that is missing here is kept as it is and shown as it is. Names are those of CLDR.
var languages = [...]language{
	{"af", "Afrikaans", ""}, {"sq", "Albanian", "shqip"}, {"am", "Amharic", "አማርኛ"}, {"ar", "Arabic", "العربية,عربي"},
	{"hy", "Armenian", "հայերեն"}, {"az", "Azerbaijani", "azərbaycan"}, {"eu", "Basque", "euskara"}, {"be", "Belarusian", "беларуская"},
	{"bn", "Bengali", "বাংলা,bangla"}, {"bs", "Bosnian", "bosanski"}, {"bg", "Bulgarian", "български"}, {"my", "Burmese", "မြန်မာ"},
	{"ca", "Catalan", "català"}, {"zh", "Chinese", "中文,汉语,漢語,普通话,mandarin"}, {"hr", "Croatian", "hrvatski"}, {"cs", "Czech", "čeština,česky"},
	{"da", "Danish", "dansk"}, {"nl", "Dutch", "nederlands,flemish,vlaams"}, {"en", "English", ""}, {"eo", "Esperanto", ""},
	{"et", "Estonian", "eesti"}, {"fil", "Filipino", "tagalog,tl"}, {"fi", "Finnish", "suomi"}, {"fr", "French", "français"},
	{"gl", "Galician", "galego"}, {"ka", "Georgian", "ქართული"}, {"de", "German", "deutsch"}, {"el", "Greek", "ελληνικά"},
	{"gu", "Gujarati", "ગુજરાતી"}, {"ha", "Hausa", ""}, {"he", "Hebrew", "עברית,iw"}, {"hi", "Hindi", "हिन्दी,हिंदी"},
	{"hu", "Hungarian", "magyar"}, {"is", "Icelandic", "íslenska"}, {"ig", "Igbo", ""}, {"id", "Indonesian", "bahasa indonesia,in"},
	{"ga", "Irish", "gaeilge"}, {"it", "Italian", "italiano"}, {"ja", "Japanese", "日本語"}, {"kn", "Kannada", "ಕನ್ನಡ"},
	{"kk", "Kazakh", "қазақ"}, {"km", "Khmer", "ខ្មែរ"}, {"rw", "Kinyarwanda", ""}, {"ko", "Korean", "한국어"},
	{"lo", "Lao", "ລາວ"}, {"lv", "Latvian", "latviešu"}, {"lt", "Lithuanian", "lietuvių"}, {"lb", "Luxembourgish", "lëtzebuergesch"},
	{"mk", "Macedonian", "македонски"}, {"ms", "Malay", "bahasa melayu"}, {"ml", "Malayalam", "മലയാളം"}, {"mt", "Maltese", "malti"},
	{"mr", "Marathi", "मराठी"}, {"mn", "Mongolian", "монгол"}, {"ne", "Nepali", "नेपाली"}, {"no", "Norwegian", "norsk,bokmål,nb,nn,nynorsk"},
	{"fa", "Persian", "فارسی,farsi"}, {"pl", "Polish", "polski"}, {"pt", "Portuguese", "português"}, {"pa", "Punjabi", "ਪੰਜਾਬੀ"},
	{"ro", "Romanian", "română"}, {"ru", "Russian", "русский"}, {"sr", "Serbian", "српски,srpski"}, {"si", "Sinhala", "සිංහල"},
	{"sk", "Slovak", "slovenčina"}, {"sl", "Slovenian", "slovenščina"}, {"so", "Somali", "soomaali"}, {"es", "Spanish", "español,castellano"},
	{"sw", "Swahili", "kiswahili"}, {"sv", "Swedish", "svenska"}, {"ta", "Tamil", "தமிழ்"}, {"te", "Telugu", "తెలుగు"},
	{"th", "Thai", "ไทย"}, {"tr", "Turkish", "türkçe"}, {"uk", "Ukrainian", "українська"}, {"ur", "Urdu", "اردو"},
	{"uz", "Uzbek", "o‘zbek"}, {"vi", "Vietnamese", "tiếng việt"}, {"cy", "Welsh", "cymraeg"}, {"yo", "Yoruba", "yorùbá"}, {"zu", "Zulu", "isizulu"},
}

// languageOf understands a code (de, de-AT), an English name or the language's own
// name, in any case and without marks, and returns the code.
func languageOf(words string) (code string, ok bool) {
	folded := fold(words)
	if folded == "" {
		return "", false
	}
	base, _, tagged := strings.Cut(folded, " ") // fold makes "de at" of de-AT
	for _, l := range languages {
		if folded == l.code || tagged && base == l.code && len(folded) <= 10 || strings.EqualFold(folded, l.name) {
			return l.code, true
		}
	}
	for _, l := range languages { // rarer, and dearer to look at
		for other := range strings.SplitSeq(l.others, ",") {
			if other != "" && folded == fold(other) {
				return l.code, true
			}
		}
	}
	return "", false
}

// LanguageName is the English name of a code, or the code where it has none here.
func LanguageName(code string) string {
	for _, l := range languages {
		if l.code == code {
			return l.name
		}
	}
	return code
}

// languageNames are the English names of codes, joined for a reader.
func languageNames(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = LanguageName(code)
	}
	return strings.Join(names, ", ")
}
