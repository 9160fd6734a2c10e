namespace GradCamService.Evaluate.Runs;

/// <summary>An evaluation cannot be done as it was asked for; the message says what is wrong and what would be right.</summary>
public sealed class EvaluationException : Exception
{
    public EvaluationException(string message)
        : base(message)
    {
    }

    public EvaluationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
