package plugin

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// export streams all rows that match. What was cut off on its way here gets a last line that says so: status and first
// bytes are gone then, and Grafana ends the answer as if it were whole.
func (d *Datasource) export(w http.ResponseWriter, r *http.Request) {
	if d.unusable != nil {
		writeError(w, r, d.unusable)
		return
	}
	res, err := d.client.Export(r.Context(), r.URL.RawQuery)
	if err != nil {
		writeError(w, r, err)
		return
	}
	defer res.Body.Close() //nolint:errcheck // nothing is lost with a body that was read
	for _, name := range []string{"Content-Disposition", "Cache-Control"} {
		if value := res.Header.Get(name); value != "" {
			w.Header().Set(name, value)
		}
	}
	writeHead(w, res)
	body := &exportBody{into: &flushed{w, http.NewResponseController(w)}, isCSV: strings.HasPrefix(res.Header.Get("Content-Type"), "text/csv")}
	_, err = io.Copy(body, res.Body)
	if err == nil || r.Context().Err() != nil { // whole, or nobody is left to tell
		return
	}
	backend.Logger.FromContext(r.Context()).Warn("The controller's export ended early", "error", err)
	if res.StatusCode == http.StatusOK {
		_, _ = body.into.Write(body.end(err))
	}
}

// exportBody passes an export on, and knows how it ends so far.
type exportBody struct {
	into  io.Writer
	isCSV bool
	// line is how the line begins that is not ended yet, last how the one before it began.
	line, last []byte
	lines      int64
	// isQuoted: a cell of CSV is open, and may hold line ends.
	isQuoted bool
}

// lineStart is long enough to tell by it what a line is.
const lineStart = 32

func (b *exportBody) Write(chunk []byte) (int, error) {
	b.isQuoted = b.isQuoted != (b.isCSV && bytes.Count(chunk, []byte{'"'})%2 == 1)
	for rest := chunk; len(rest) > 0; {
		line, after, isEnded := bytes.Cut(rest, []byte{'\n'})
		b.line = append(b.line, line[:min(len(line), lineStart-len(b.line))]...)
		if isEnded {
			b.last, b.line = append(b.last[:0], b.line...), b.line[:0]
			b.lines++
		}
		rest = after
	}
	return b.into.Write(chunk)
}

// end is the line that says that the export is not whole; nothing where the controller has said so itself.
func (b *exportBody) end(cause error) []byte {
	if len(b.line) == 0 && isLastLine(b.last) {
		return nil
	}
	text := "Expected all rows: " + cause.Error()
	if b.isCSV {
		return b.csvEnd(text)
	}
	problem := contract.Problem{
		Type: "about:blank", Title: http.StatusText(http.StatusBadGateway), Status: http.StatusBadGateway,
		Code: codeOf(cause), Detail: text, Action: "Export again, with narrower filters or a shorter time range if it happens again.",
	}
	line, err := json.Marshal(contract.ExportEnd{Rows: b.lines, Problem: &problem})
	if err != nil {
		panic(err) // plain values, which cannot fail to marshal
	}
	if len(b.line) > 0 { // a row that was cut
		line = append([]byte{'\n'}, line...)
	}
	return append(line, '\n')
}

func (b *exportBody) csvEnd(text string) []byte {
	var before string
	switch {
	case b.isQuoted:
		before = "\"\r\n"
	case len(b.line) > 0:
		before = "\r\n"
	}
	return []byte(before + `"# Not whole, broken off here: ` + strings.ReplaceAll(text, `"`, `""`) + "\"\r\n")
}

// isLastLine: no row begins as the controller's own last line does.
func isLastLine(line []byte) bool {
	for _, start := range []string{`{"rows":`, `{"coverage":`, `{"problem":`, `# Not whole`, `"# Not whole`} {
		if bytes.HasPrefix(line, []byte(start)) {
			return true
		}
	}
	return false
}
