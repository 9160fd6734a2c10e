using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;

namespace GradCamService.Uploads;

/// <summary>Uploads as a network wants them.</summary>
/// <param name="Photo">The photo; of a policy's frames, the newest.</param>
/// <param name="Placement">How the input lies in it.</param>
/// <param name="Values">The network's input, <c>[C, H, W]</c>; frames one after the other, oldest first.</param>
public sealed record PreparedPhoto(Photo Photo, Placement Placement, float[] Values)
{
    /// <param name="photos">One, or a policy's frames, oldest first; where there are too few, the oldest is repeated.</param>
    public static PreparedPhoto Of(IReadOnlyList<Photo> photos, ManifestInput input, Fit fit)
    {
        var prepared = photos.Select(photo => Preprocessor.Prepare(photo, input.Spec, fit)).ToList();
        var frames = Enumerable.Repeat(prepared[0], input.Frames - prepared.Count).Concat(prepared).ToList();
        return new PreparedPhoto(photos[^1], frames[^1].Placement, frames.Count == 1 ? frames[0].Values : [.. frames.SelectMany(frame => frame.Values)]);
    }
}
