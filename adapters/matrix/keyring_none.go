//go:build !goolm

package matrix

import "context"

// Encryption names what encrypts, for people.
const Encryption = "none (built without the tag goolm)"

// openKeys says that there is no encryption in this program.
func (a *Adapter) openKeys(context.Context) (keyring, error) {
	if a.opt.Folder != "" {
		a.log.Warn("matrix: this program was built without encryption, and can neither read nor write in encrypted rooms", "build", "go build -tags goolm")
	}
	return nil, nil
}
