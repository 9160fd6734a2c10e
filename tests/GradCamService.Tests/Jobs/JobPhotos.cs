using GradCamService.Explain.Tests;

namespace GradCamService.Tests.Jobs;

/// <summary>Photos for jobs: small files of the tests' data, over and over.</summary>
internal static class JobPhotos
{
    private static readonly string[] Files =
    [
        "baseline.jpg", "progressive.jpg", "gray.jpg", "orientation-6.jpg", "orientation-3.jpg", "palette.png", "rgb.png", "interlaced.png",
        "hopper_orientation_3.webp", "cmyk.jpg", "gray-16-bit.png", "fading-6.png",
    ];

    /// <summary>How many different ones there are: the photo at a place is that of the place modulo this.</summary>
    public static int Kinds => Files.Length;

    /// <summary>A form with a number of photos, named by their places.</summary>
    public static Form Form(int count, params (string Field, string Value)[] fields)
    {
        var form = Tests.Form.Without([("model", "efficientnet-lite0"), .. fields]);
        for (var i = 0; i < count; i++)
            form.File("image", TestData.Read($"Images/{Files[i % Files.Length]}"), FormattableString.Invariant($"{i}-{Files[i % Files.Length]}"));
        return form;
    }
}
