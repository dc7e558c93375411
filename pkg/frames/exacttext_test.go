package frames

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheTextTravelsWhereABrowserWouldWriteANumberOtherwise(t *testing.T) {
	for _, text := range []string{
		"9007199254740993", "-9007199254740993", `{"a":[1,{"b":123456789012345678901234567890}]}`,
		"1.0", "[5.0]", "0.1000000000000000055", "1E5", "1e400", "-0", "-0.0", "1e-7,100000000000000000000000",
		`["\\",9007199254740993]`, `{"a\"b":9007199254740993}`, "1e+5",
	} {
		raw := json.RawMessage(text)
		require.Equal(t, &text, exactText(&raw), text)
	}
}

func TestNoTextTravelsWhereABrowserReadsTheSame(t *testing.T) {
	require.Nil(t, exactText(nil))
	for _, text := range []string{
		"0", "1", "-1", "999999999999999", "9007199254740991", "9007199254740992", "0.1", "-2.5", "1e-7", "1e+22",
		"null", "true", `""`, `"9007199254740993"`, `{"9007199254740993":1}`, `"\"9007199254740993"`, `["\\","1.0"]`,
		"[]", `"no end`, `"\`,
	} {
		raw := json.RawMessage(text)
		require.Nil(t, exactText(&raw), text)
	}
}
