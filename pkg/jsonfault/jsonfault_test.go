package jsonfault

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDescribe(t *testing.T) {
	type list struct {
		Names []string `json:"names"`
	}
	type query struct {
		Limit  int     `json:"limit"`
		Share  float64 `json:"share"`
		Search string  `json:"search"`
		Hide   bool    `json:"hide"`
		List   list    `json:"list"`
	}
	for text, want := range map[string]string{
		`{"limit":"many"}`:       `"limit" is a text, expected a whole number`,
		`{"limit":1.5}`:          `"limit" is the number 1.5, expected a whole number`,
		`{"share":"half"}`:       `"share" is a text, expected a number`,
		`{"search":5}`:           `"search" is a number, expected a text`,
		`{"hide":"yes"}`:         `"hide" is a text, expected true or false`,
		`{"list":7}`:             `"list" is a number, expected an object`,
		`{"list":{"names":"a"}}`: `"list.names" is a text, expected a list`,
		`[1]`:                    `it is a list, expected an object`,
		`{"limit":}`:             `it is no JSON from character 10 on`,
		`{"limit"`:               `it ends before it is complete`,
		``:                       `it ends before it is complete`,
	} {
		t.Run("says of "+text+" what is wrong", func(t *testing.T) {
			require.Equal(t, want, Describe(json.NewDecoder(strings.NewReader(text)).Decode(&query{})))
		})
	}

	t.Run("keeps the words of other errors", func(t *testing.T) {
		require.Equal(t, "expected a version number", Describe(errors.New("expected a version number")))
	})
}
