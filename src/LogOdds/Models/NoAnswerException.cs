namespace LogOdds.Models;

/// <summary>A question to which theory gives no answer for this model, such as p-values after a penalised fit; the message says why and what to do.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class NoAnswerException(string message) : InvalidOperationException(message);
