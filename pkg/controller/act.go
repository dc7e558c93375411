package controller

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
)

// Act is a request that changes something, by a client that has a token for it.
type Act struct {
	// Path below the API's root.
	Path string
	// Body is JSON, or nothing.
	Body []byte
	// OnBehalfOf is the person whom the audit trail names beside the token, Reason is why.
	OnBehalfOf, Reason string
	// Key makes it happen once, however often it is sent; the transport sends it again on a connection that was closed.
	Key string
}

// Act performs one and returns the answer as it came, whatever its status, as long as it is JSON. The caller closes its body.
func (c *Client) Act(ctx context.Context, act Act) (*http.Response, error) {
	req, err := c.newRequest(ctx, http.MethodPost, apiRoot+act.Path, acceptJSON, bytes.NewReader(act.Body))
	if err != nil {
		return nil, err
	}
	if len(act.Body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Idempotency-Key", act.Key)
	req.Header.Set("On-Behalf-Of", url.PathEscape(act.OnBehalfOf))
	if act.Reason != "" {
		req.Header.Set("Act-Reason", url.PathEscape(act.Reason))
	}
	res, err := c.doWhileAlive(c.http, req)
	if err != nil {
		return nil, err
	}
	return c.jsonOnly(c.bounded(res))
}
