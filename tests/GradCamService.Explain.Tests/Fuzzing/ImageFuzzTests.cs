using GradCamService.Explain.Imaging;
using GradCamService.Fuzzing;
using GradCamService.Onnx.Tests.Testing;
using Xunit;

namespace GradCamService.Explain.Tests.Fuzzing;

/// <summary>Images that were damaged at random, through what the queue calls: each is a photo, or refused for a reason that is declared.</summary>
public sealed class ImageFuzzTests(ITestOutputHelper output)
{
    private const string Kind = "images";

    // Some ten seconds.
    private const int Few = 1_000;

    /// <summary>Decoding takes milliseconds; the dearest file that is accepted, some seconds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Several times what <see cref="Limits"/> lets one file take.</summary>
    private const long MostMemory = 2L << 30;

    /// <summary>The collector's heap, and what libraries keep for the next file.</summary>
    private const long Besides = 32L << 20;

    // So large that blocks of the largest photos are given back at once, and are counted when the next one takes its own.
    private static readonly DecodeLimits Limits = new(20_000_000, ReduceJpeg: true);

    /// <summary>What is seen, and whether it is drawn on too: strips, reduced JPEGs, transparency that is kept.</summary>
    private static readonly (InputSpec Spec, bool IsDrawnOn)[] Uses =
    [
        (new InputSpec(32, 32, ColorOrder.Rgb, 0.875, Fit.Crop, Resampling.Bicubic, [127], [128]), false),
        (new InputSpec(48, 32, ColorOrder.Rgba, 1, Fit.Pad, Resampling.Bilinear, [127], [128]), true),
        (new InputSpec(16, 16, ColorOrder.GrayAlpha, 1, Fit.Stretch, Resampling.Lanczos, [0], [255]), false),
    ];

    private static readonly Mutator Mutator = new(ImageBlocks.Of);

    [Fact]
    public async Task Damaged_images_are_photos_or_refused_within_the_memory_that_their_headers_ask_for()
    {
        Assert.SkipUnless(PeakMemory.IsKnown, "Only Linux tells the peak of a process's memory, and lets it be set back.");
        var count = await new FuzzWatch(Kind, Longest, MostMemory).RunAsync(typeof(ImageFuzzTests), nameof(Try_damaged_images));

        output.WriteLine($"{count} damaged images, seed {FuzzPlan.Seed}");
        Assert.True(count > 0);
    }

    [Fact(Explicit = true)]
    public void Try_damaged_images()
    {
        foreach (var seed in ImageSeeds.All)
            Check(seed);
        FuzzChild.Run(Kind, Few, Mutate, Check);
    }

    [Fact]
    public void A_file_is_its_blocks()
    {
        Assert.All(ImageSeeds.All, seed => Assert.Equal(seed, ImageBlocks.Of(seed).SelectMany(block => block)));
        Assert.True(ImageBlocks.Of(TestData.Read("Images/progressive.jpg")).Count() > 10);
    }

    private static byte[] Mutate(Random random)
    {
        var seeds = ImageSeeds.All;
        var file = Mutator.Of(seeds[random.Next(seeds.Count)], seeds[random.Next(seeds.Count)], random);
        if (random.Next(4) > 0)
            ImageSums.Correct(file);
        return file;
    }

    private static void Check(byte[] file)
    {
        if (Refusal(() => ImageHeader.Read(file, Limits), out var header))
            return;
        var declared = Uses.Max(use => header!.DecodeBytesFor(use.Spec)) + header!.DrawnBytes + file.Length + Besides;
        // Of all uses together: a collection before each would take longer than all else.
        var taken = PeakMemory.During(() => Array.ForEach(Uses, use => Prepare(file, header, use.Spec, use.IsDrawnOn)));
        Assert.True(taken <= declared, $"{header.Format} of {header.Width} × {header.Height} took {taken} bytes, and {declared} were declared.");
    }

    private static void Prepare(byte[] file, ImageHeader header, InputSpec spec, bool isDrawnOn)
    {
        if (Refusal(() => PreparedPhoto.Of([file], spec, 1, spec.Fit, isDrawnOn, Limits, CancellationToken.None), out var photo))
            return;
        Assert.Equal(spec.Channels * spec.Width * spec.Height, photo!.Values.Length);
        Assert.All(photo.Values, value => Assert.True(float.IsFinite(value)));
        if (photo.Photo is { } drawn)
            Assert.Equal((header.Width, header.Height), (drawn.FullWidth, drawn.FullHeight));
    }

    /// <summary>Whether it is refused; any other exception than those declared fails.</summary>
    private static bool Refusal<T>(Func<T> read, out T? result)
    {
        result = default;
        try
        {
            result = read();
            return false;
        }
        catch (Exception exception) when (exception is UnsupportedImageException or CorruptImageException or ImageTooLargeException)
        {
            Assert.False(string.IsNullOrWhiteSpace(exception.Message));
            return true;
        }
    }
}
