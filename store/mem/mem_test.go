package mem_test

import (
	"testing"

	"ambassador/store"
	"ambassador/store/mem"
	"ambassador/store/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.DB { return mem.New() })
}
