package fold_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"ambassador/bot/place/internal/fold"
)

func TestKey(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Berlin", "berlin"},
		{"  SÃO   PAULO ", "sao paulo"},
		{"Straßburg", "strassburg"},
		{"Łódź", "lodz"},
		{"Ærø", "aero"},
		{"İstanbul", "istanbul"},
		{"Coeur d’Alene", "coeur dalene"},
		{"Xi'an", "xian"},
		{"Stratford-upon-Avon", "stratford upon avon"},
		{"St. John's", "st johns"},
		{"Орёл", "орел"},
		{"Αθήνα", "αθηνα"},
		{"الإسكندرية", "الاسكندريه"},
		{"کراچی", "كراچي"},
		{"東京", "东京"},
		{"臺北", "台北"}, // the common form, although another character simplifies to it, too
		{"ベルリン", "べるりん"},
		{"서울", "서울"},
		{"दिल्ली", "दिल्ली"},
		{"กรุงเทพ", "กรุงเทพ"},
		{"\u202eBerlin\u202c\x00", "berlin"},
		{"Ber\xfflin", "ber lin"},
		{"!?…", ""},
	} {
		if got := fold.Key(c.text); got != c.want {
			t.Errorf("Key(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestSaint(t *testing.T) {
	for from, want := range map[string]string{
		"saint louis": "st louis", "st louis": "saint louis", "fort worth": "ft worth", "mt vernon": "mount vernon",
	} {
		if got, ok := fold.Saint(from); !ok || got != want {
			t.Errorf("Saint(%q) = %q, %v, want %q", from, got, ok, want)
		}
	}
	if got, ok := fold.Saint("stuttgart"); ok {
		t.Errorf("Saint changed stuttgart to %q", got)
	}
}

func TestUnsuffixed(t *testing.T) {
	for from, want := range map[string]string{"大阪市": "大阪", "广东省": "广东", "서울특별시": "서울"} {
		if got, ok := fold.Unsuffixed(from); !ok || got != want {
			t.Errorf("Unsuffixed(%q) = %q, %v, want %q", from, got, ok, want)
		}
	}
	if got, ok := fold.Unsuffixed("京都"); ok {
		t.Errorf("Unsuffixed took 京都 for the capital 京 and left %q", got)
	}
}

func TestNominatives(t *testing.T) {
	for from, want := range map[string]string{"москве": "москва", "берлине": "берлин", "казани": "казань"} {
		if all := fold.Nominatives(from); !slices.Contains(all, want) {
			t.Errorf("Nominatives(%q) = %q, lacks %q", from, all, want)
		}
	}
	if all := fold.Nominatives("berline"); all != nil {
		t.Errorf("Nominatives declines Latin words: %q", all)
	}
}

// FuzzKey holds what everything else relies on: a key is clean text, and its own key.
func FuzzKey(f *testing.F) {
	for _, seed := range []string{"Berlin", "São Paulo", "東京都", "İ", "ß", "a\u0301\u0328", "\xff\xfe", "ガ", "각", "ﷺ", "ـ", "U.S.A.", "🇩🇪"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key := fold.Key(text)
		if !utf8.ValidString(key) {
			t.Fatalf("Key(%q) = %q is no UTF-8", text, key)
		}
		if key != strings.Join(strings.Fields(key), " ") {
			t.Fatalf("Key(%q) = %q has idle spaces", text, key)
		}
		if again := fold.Key(key); again != key {
			t.Fatalf("Key(%q) = %q, whose key is %q", text, key, again)
		}
	})
}
