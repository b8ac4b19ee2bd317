package ticket

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestAlike holds which texts count as alike, in several languages: said in other words of
// the same stem, with slips, shorter; and which do not, though they share small words.
func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		alike bool
	}{
		{"The upgrade guide skips the step with the database", "The guide for upgrades skips the database step", true},
		{"The upgrade guide skips the step with the database", "the upgrade guied skips the step with the databse", true},
		{"Cloud Day Berlin on 3 May, with talks and a workshop", "Cloud Day Berlin on 3 May with talks and workshops", true},
		{"Die Anleitung für das Upgrade überspringt die Datenbank", "Anleitung zum Upgrade überspringt die Datenbank", true},
		{"升级指南跳过了数据库的步骤", "升级指南里跳过了数据库步骤", true},
		{"アップグレードの手順書でデータベースの手順が抜けている", "アップグレード手順書でデータベースの手順が抜けています", true},
		{"The upgrade guide skips the step with the database", "The dashboard is slow in Firefox", false},
		{"We meet on Thursday to talk about storage", "We meet on Monday to talk about networks and the edge", false},
		{"Cloud Day Berlin on 3 May", "Cloud Day Nairobi on 17 October: call for papers", false},
		{"ok", "no", false},
		{"", "anything", false},
		{"!!!", "???", false},
	} {
		if score := common(grams(c.a), grams(c.b)); (score >= enoughAlike) != c.alike {
			t.Errorf("%q and %q: %.2f, want alike: %t", c.a, c.b, score, c.alike)
		}
	}
}

// TestSignatures holds that the estimate of a signature is near what the texts have in
// common, so that nothing that is alike is passed over.
func TestSignatures(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		words := strings.Fields(sentence(random) + " " + sentence(random))
		other := append([]string{}, words[:len(words)*3/4]...)
		other = append(other, strings.Fields(sentence(random))...)
		a, b := strings.Join(words, " "), strings.Join(other, " ")
		x, y := sign(a), sign(b)
		real, guess := common(grams(a), grams(b)), x.like(&y)
		if real >= enoughAlike && guess < maybeAlike {
			t.Fatalf("%q and %q have %.2f in common, and their signatures %.2f", a, b, real, guess)
		}
	}
}

// TestAlikeAmongMany finds one of many thousand, by its text and by its link, and not any
// more once it is withdrawn or said differently.
func TestAlikeAmongMany(t *testing.T) {
	e, db := engine(t, Kind{Name: "item", Alike: true, Fields: []bot.Field{
		{Name: "text", Label: "Text?", Kind: bot.Long}, {Name: "link", Label: "Link?", Kind: bot.Link, Optional: true},
	}}), mem.New()
	k, _ := e.kind("item")
	random := rand.New(rand.NewPCG(7, 8))
	found := func(tx store.Tx, text, link string) (refs []string) {
		all, err := e.Alike(tx, k, map[string]string{"text": text, "link": link})
		if err != nil {
			t.Fatal(err)
		}
		for _, t := range all {
			refs = append(refs, e.Ref(t.Number))
		}
		return refs
	}
	err := db.Update(t.Context(), "alike", func(tx store.Tx) error {
		item := func(n uint64, text, link string) Ticket {
			return Ticket{Number: n, Kind: "item", State: Open, Values: map[string]string{"text": text, "link": link}, Desk: "coordinators"}
		}
		for n := range 3000 {
			if err := e.put(tx, item(uint64(2000+n), sentence(random), "")); err != nil {
				return err
			}
		}
		mine := item(1500, "The upgrade guide skips the step with the database", "https://www.example.org/guide/?utm_source=chat")
		if err := e.put(tx, mine); err != nil {
			return err
		}
		if got := found(tx, "the guide for upgrades skips the database step", ""); !reflect.DeepEqual(got, []string{"AMB-1500"}) {
			t.Errorf("by its text: %v", got)
		}
		if got := found(tx, "Something else altogether", "http://example.org/guide#top"); !reflect.DeepEqual(got, []string{"AMB-1500"}) {
			t.Errorf("by its link: %v", got)
		}
		mine.Values = map[string]string{"text": "Nothing of the kind any more, but a talk on networks", "link": "https://example.org/other"}
		if err := e.put(tx, mine); err != nil {
			return err
		}
		if got := found(tx, "the guide for upgrades skips the database step", "http://example.org/guide"); got != nil {
			t.Errorf("after it was changed: %v", got)
		}
		mine.end("withdrawn")
		if err := e.put(tx, mine); err != nil {
			return err
		}
		if got := found(tx, "Nothing of the kind any more, but a talk on networks", "https://example.org/other"); got != nil {
			t.Errorf("after it was withdrawn: %v", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAddress holds which links are one.
func TestAddress(t *testing.T) {
	for _, same := range [][2]string{
		{"https://example.org/a", "http://www.example.org/a/"},
		{"https://EXAMPLE.org/a?utm_source=x&b=1", "https://example.org/a?b=1#here"},
		{"https://example.org", "https://example.org/"},
	} {
		if a, b := address(same[0]), address(same[1]); a != b {
			t.Errorf("%s is %s, and %s is %s", same[0], a, same[1], b)
		}
	}
	for _, other := range [][2]string{
		{"https://example.org/a", "https://example.org/A"},
		{"https://example.org/a?b=1", "https://example.org/a?b=2"},
		{"https://example.org/a", "https://example.com/a"},
	} {
		if a, b := address(other[0]), address(other[1]); a == b {
			t.Errorf("%s and %s are both %s", other[0], other[1], a)
		}
	}
}

// FuzzAlike: no text breaks a signature, and each is like itself.
func FuzzAlike(f *testing.F) {
	f.Add("The upgrade guide", "升级指南")
	f.Add("", "\xff\x00")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := sign(a), sign(b)
		if got := x.like(&x); got != 1 {
			t.Errorf("%q is like itself by %v", a, got)
		}
		if one, other := common(grams(a), grams(b)), common(grams(b), grams(a)); one != other || one < 0 || one > 1 {
			t.Errorf("%q and %q: %v and %v", a, b, one, other)
		}
		address(a)
		page := sounding(nil).with(7, &y).with(1, &y).with(9, &y).with(1, &x).with(9, nil).with(8, nil)
		data, err := page.MarshalBinary()
		var again sounding
		if err != nil || again.UnmarshalBinary(data) != nil || !reflect.DeepEqual(page, again) {
			t.Errorf("a page comes back as %v, %v", again, err)
		}
		held := map[uint64]signature{}
		for number, mark := range again.all {
			held[number] = mark
		}
		if !reflect.DeepEqual(held, map[uint64]signature{1: x, 7: y}) {
			t.Errorf("the page holds %v", held)
		}
		_ = new(sounding).UnmarshalBinary([]byte(a))
	})
}
