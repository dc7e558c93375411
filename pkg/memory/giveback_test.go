package memory

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func burst() {
	pages := make([][]byte, 64)
	for i := range pages {
		pages[i] = make([]byte, 1<<20)
		pages[i][0] = 1
	}
	runtime.KeepAlive(pages)
}

func TestWhatABurstTookIsGivenBack(t *testing.T) {
	burst()
	runtime.GC()
	require.Greater(t, unused(), uint64(surplus), "the collection alone keeps it")

	giveBackSurplus()
	require.LessOrEqual(t, unused(), uint64(surplus))
}
