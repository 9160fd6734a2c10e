namespace GradCamService.Commands;

/// <summary>What a command ends with.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>A model cannot be loaded, or nothing can be computed or written any longer.</summary>
    public const int Failed = 1;

    /// <summary>Arguments or settings are wrong; nothing was done.</summary>
    public const int WrongArguments = 2;

    /// <summary>Done, but for images that could not be read: they are listed and counted.</summary>
    public const int UnreadableImages = 3;

    /// <summary>Stopped by Ctrl-C, as shells know it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
