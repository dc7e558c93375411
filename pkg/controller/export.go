package controller

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// exportPath is where the API gives whole lists.
const exportPath = "/export"

// exportStall is how long an export may bring nothing. The controller ends one whose reader takes nothing for a minute.
const exportStall = time.Minute

// Export asks for all rows that match, as a stream of any length: neither the settings' timeout nor the limit on answers is
// for it. What is not the stream (another status than 200) is JSON, as of Send. The caller closes its body; an error in the
// middle of it is one of this package.
func (c *Client) Export(ctx context.Context, rawQuery string) (*http.Response, error) {
	ctx, giveUp := context.WithCancel(ctx)
	res, err := c.request(ctx, withQuery(apiRoot+exportPath, rawQuery), call{
		through: c.endless, accept: "application/x-ndjson, text/csv, application/problem+json",
	})
	if err != nil {
		giveUp()
		return nil, err
	}
	if !isExport(res) && !isJSON(res) {
		_ = res.Body.Close()
		giveUp()
		return nil, c.notController(res)
	}
	res.Body = &watched{body: res.Body, client: c, giveUp: giveUp}
	return res, nil
}

func isExport(res *http.Response) bool {
	kind := res.Header.Get("Content-Type")
	return res.StatusCode == http.StatusOK && (strings.HasPrefix(kind, "application/x-ndjson") || strings.HasPrefix(kind, "text/csv"))
}

// watched is a body that is given up when nothing comes for too long while it is read.
type watched struct {
	body   io.ReadCloser
	client *Client
	giveUp context.CancelFunc
}

func (w *watched) Read(into []byte) (int, error) {
	stall := time.AfterFunc(w.client.exportStall, w.giveUp)
	n, err := w.body.Read(into)
	if isStalled := !stall.Stop(); isStalled && err != nil {
		return n, failure(Timeout, err, "The Agent Controller at %s sent nothing more for %s. See its log and its load, and try again.", w.client.base, w.client.exportStall)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = w.client.transportError(err)
	}
	return n, err
}

func (w *watched) Close() error {
	defer w.giveUp()
	return w.body.Close()
}
