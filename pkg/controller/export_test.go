package controller

import "time"

// LimitAnswers lets a test meet the limit without sending as much.
func (c *Client) LimitAnswers(bytes int64) { c.maxAnswerBytes = bytes }

// LimitStalls lets a test wait less long for an export that brings nothing.
func (c *Client) LimitStalls(after time.Duration) { c.exportStall = after }

// SuspectSilence lets a test wait less long for an answer, and for whether there will be one.
func (c *Client) SuspectSilence(after, within time.Duration) {
	c.silentAfter, c.aliveWithin = after, within
}

// SuspectQuiet lets a test wait less long for a stream that has fallen silent.
func (c *Client) SuspectQuiet(after time.Duration) { c.quietFor = after }
