package slack

import "sync"

// receipt is the acknowledgement of a delivery, which is given once: with a payload, without one, or
// withheld, so that Slack brings the delivery again.
type receipt struct {
	once sync.Once
	give func(payload any, kept bool) error
	err  error
}

// newReceipt makes a receipt that calls give.
func newReceipt(give func(payload any, kept bool) error) *receipt {
	return &receipt{give: give}
}

// sign acknowledges with a payload, which may be nil, and says whether this call was the one that did.
func (r *receipt) sign(payload any) bool { return r.settle(payload, true) }

// withhold leaves the delivery with Slack.
func (r *receipt) withhold() { r.settle(nil, false) }

func (r *receipt) settle(payload any, kept bool) (first bool) {
	r.once.Do(func() {
		first = true
		r.err = r.give(payload, kept)
	})
	return first && r.err == nil
}
