using System.Globalization;
using System.Text.Json.Serialization;
using GradCamService.Explain.Explainers;

namespace GradCamService.Answers;

/// <summary>Where the time went, in milliseconds.</summary>
/// <param name="Queue">Waiting for the device.</param>
/// <param name="Decode">Decoding, resizing and normalizing the photo.</param>
/// <param name="Forward">The batch's forward pass.</param>
/// <param name="Backward">The batch's backward passes.</param>
/// <param name="Render">Localizing, drawing and encoding.</param>
/// <param name="Total">From the form to the answer.</param>
public sealed record Timings(double Queue, double Decode, double Forward, double Backward, double Render, double Total)
{
    internal static Timings Of(StageTimes times, TimeSpan rendered, TimeSpan total) => new(
        times.Queue.TotalMilliseconds, times.Decode.TotalMilliseconds, times.Forward.TotalMilliseconds, times.Backward.TotalMilliseconds,
        rendered.TotalMilliseconds, total.TotalMilliseconds);

    /// <summary>The W3C Server-Timing header.</summary>
    [JsonIgnore]
    public string ServerTiming => string.Create(CultureInfo.InvariantCulture,
        $"queue;dur={Queue:0.###}, decode;dur={Decode:0.###}, forward;dur={Forward:0.###}, backward;dur={Backward:0.###}, render;dur={Render:0.###}, total;dur={Total:0.###}");
}
