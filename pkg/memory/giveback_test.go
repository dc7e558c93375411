package memory

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatABurstTookIsGivenBack(t *testing.T) {
	burst := make([][]byte, 64)
	for i := range burst {
		burst[i] = make([]byte, 1<<20)
		burst[i][0] = 1
	}
	runtime.KeepAlive(burst)
	burst = nil
	runtime.GC()
	require.Greater(t, unused(), uint64(surplus), "the collection alone keeps it")

	giveBackSurplus()
	require.LessOrEqual(t, unused(), uint64(surplus))
}
