package main

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// patience is how long work goes on before a person is shown how far it is.
const patience = 500 * time.Millisecond

// progress is a bar on the terminal for work that takes long; anywhere else it is silent.
type progress struct {
	to    *os.File // nil for nobody who watches
	what  string
	began time.Time
	bar   *progressbar.ProgressBar
}

// newProgress begins to watch work described by what.
func newProgress(sh shell, what string) *progress {
	p := &progress{what: what, began: time.Now()}
	if file, ok := sh.err.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		p.to = file
	}
	return p
}

// at shows that done of total is done.
func (p *progress) at(done, total int) {
	if p.to == nil || p.bar == nil && time.Since(p.began) < patience {
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(p.to),
			progressbar.OptionSetDescription(p.what),
			progressbar.OptionSetWidth(20),
			progressbar.OptionShowCount(),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish())
	}
	// An error of drawing is no error of the work.
	p.bar.Set(done)
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		p.bar.Finish()
	}
}
