namespace GradCamService.Explain.Imaging;

/// <summary>Uploads as a network wants them.</summary>
/// <param name="Photo">What is drawn on; null where nothing is.</param>
/// <param name="Placement">How the input lies in it.</param>
/// <param name="Values">The network's input, <c>[C, H, W]</c>; frames one after the other, oldest first.</param>
public sealed record PreparedPhoto(Photo? Photo, Placement Placement, float[] Values)
{
    public static PreparedPhoto Of(
        IReadOnlyList<ReadOnlyMemory<byte>> files, InputSpec spec, int frames, Fit fit, bool isDrawnOn, DecodeLimits limits, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var photos = files.Select(file => PhotoDecoder.Decode(file, limits)).ToList();
        var prepared = photos.Select(photo => Preprocessor.Prepare(photo, spec, fit)).ToList();
        var all = Enumerable.Repeat(prepared[0], frames - prepared.Count).Concat(prepared).ToList();
        return new PreparedPhoto(isDrawnOn ? photos[^1] : null, all[^1].Placement, all.Count == 1 ? all[0].Values : [.. all.SelectMany(frame => frame.Values)]);
    }
}
