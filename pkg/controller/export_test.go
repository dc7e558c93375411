package controller

// LimitAnswers lets a test meet the limit without sending as much.
func (c *Client) LimitAnswers(bytes int64) { c.maxAnswerBytes = bytes }
