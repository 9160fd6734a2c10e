namespace GradCamService.Commands;

/// <summary>Arguments are wrong: all that is, each with what would be right.</summary>
internal sealed class WrongArgumentsException(params IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}

/// <summary>The command cannot do what it was asked, though its arguments are right.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
