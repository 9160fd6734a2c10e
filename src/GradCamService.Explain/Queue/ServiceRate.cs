namespace GradCamService.Explain.Queue;

/// <summary>How fast the device has been lately; tells a refused caller when to come back.</summary>
public sealed class ServiceRate
{
    // One batch in eight renews the estimate: steady enough for one slow batch, quick enough for a change of load.
    private const double Weight = 1 / 8.0;
    private const double FirstGuessSeconds = 0.1;

    private double _secondsAnImage = FirstGuessSeconds;

    public void Record(int images, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds / images;
        Volatile.Write(ref _secondsAnImage, Volatile.Read(ref _secondsAnImage) * (1 - Weight) + seconds * Weight);
    }

    /// <summary>When this many images will be done, in whole seconds, 1 to 600.</summary>
    public TimeSpan TimeFor(int images) =>
        TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(images * Volatile.Read(ref _secondsAnImage)), 1, 600));
}
