using GradCamService.Explain.Queue;

namespace GradCamService.Jobs;

internal static class TempEnter
{
    public static Task<Place> EnterAsync(this InferenceQueue queue, long bytes, TimeSpan timeout, CancellationToken cancellation) => Task.FromResult(queue.Admit(bytes, cancellation));
}
