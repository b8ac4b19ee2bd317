package bolt

import (
	"fmt"
	"runtime/debug"

	"ambassador/store"
)

// guard runs fn, and makes an error of a panic and of a fault in mapped memory: bbolt answers a page
// it cannot make sense of with one or the other. Locks and mappings that bbolt held then stay as they
// are, so the process should not go on for long.
func guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", store.ErrDamaged, p)
		}
	}()
	return fn()
}
