using System.Globalization;
using System.Text.Json.Serialization;

namespace GradCamService.Explanations;

/// <summary>Where the time went, in milliseconds.</summary>
/// <param name="Queue">Waiting for the device.</param>
/// <param name="Decode">Decoding, resizing and normalizing the photo.</param>
/// <param name="Forward">The batch's forward pass.</param>
/// <param name="Backward">The batch's backward passes.</param>
/// <param name="Render">Localizing, drawing and encoding.</param>
/// <param name="Total">From the form to the answer.</param>
public sealed record Timings(double Queue, double Decode, double Forward, double Backward, double Render, double Total)
{
    /// <summary>The W3C Server-Timing header.</summary>
    [JsonIgnore]
    public string ServerTiming => string.Create(CultureInfo.InvariantCulture,
        $"queue;dur={Queue:0.###}, decode;dur={Decode:0.###}, forward;dur={Forward:0.###}, backward;dur={Backward:0.###}, render;dur={Render:0.###}, total;dur={Total:0.###}");
}
