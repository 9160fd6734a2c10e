using System.Runtime.InteropServices;
using GradCamService.Explain.Queue;
using GradCamService.Onnx.Execution;

namespace GradCamService.Commands;

/// <summary>
/// The service from its start to its end: asked to end, it finishes what it has begun, for as long as <c>Queue:Timeout</c> says; asked again, it ends at once.
/// </summary>
internal static class Serving
{
    // As a shell tells of a process that a signal has ended.
    private const int EndedBySignal = 128;

    private static readonly Dictionary<PosixSignal, int> Signals = new() { [PosixSignal.SIGINT] = 2, [PosixSignal.SIGQUIT] = 3, [PosixSignal.SIGTERM] = 15 };

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> UntilEndedAsync(this WebApplication app)
    {
        var device = app.Services.GetRequiredService<DeviceThread>();
        var asked = 0;
        var registrations = Signals.Keys.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            if (Interlocked.Increment(ref asked) > 1)
                NativeProcess.EndAtOnce(EndedBySignal + Signals[context.Signal]);
        })).ToList();
        var isAtWork = false;
        try
        {
            await app.StartAsync();
            await app.WaitForShutdownAsync();
            isAtWork = !device.Ended.IsCompleted;
            return device.Ended.IsFaulted ? ExitCodes.Failed : ExitCodes.Done;
        }
        finally
        {
            registrations.ForEach(registration => registration.Dispose());
            // Nothing may be taken from under it.
            if (isAtWork)
                NativeProcess.EndWithoutExitHandlers();
            else
                await app.DisposeAsync();
        }
    }
}
