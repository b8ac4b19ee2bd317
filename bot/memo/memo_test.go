package memo_test

import (
	"testing"

	"ambassador/bot/memo"
)

// TestMemo: it remembers up to its bound, and then begins anew.
func TestMemo(t *testing.T) {
	m := memo.New[string, int](2)
	if _, ok := m.Get("a"); ok {
		t.Error("a new memo remembers something")
	}
	m.Put("a", 1)
	m.Put("b", 2)
	if v, ok := m.Get("a"); !ok || v != 1 || m.Len() != 2 {
		t.Errorf("a is %d, %t, of %d", v, ok, m.Len())
	}
	m.Put("c", 3)
	if _, ok := m.Get("a"); ok || m.Len() != 1 {
		t.Errorf("beyond its bound it remembers %d", m.Len())
	}
	m.Forget()
	if m.Len() != 0 {
		t.Error("it has not forgotten")
	}
}
