using GradCamService.Explain.Imaging.Drawing;
using GradCamService.Explain.Imaging.Lettering;

namespace GradCamService.Explain.Imaging;

/// <summary>How pictures look. What a picture does not have, such as heat, does not concern it.</summary>
public sealed record PictureStyle
{
    /// <summary>Of the hottest pixel of an overlay.</summary>
    public const double DefaultOpacity = 0.7;

    /// <summary>Of heatmap and overlay.</summary>
    public ColorMapName Colors { get; init; }

    /// <summary>How opaque heat is on the photo where it is hottest, 0 to 1; elsewhere in proportion to the heat.</summary>
    public double Opacity { get; init; } = DefaultOpacity;

    /// <summary>Names of <see cref="MarkNames"/>.</summary>
    public IReadOnlySet<string> Marks { get; init; } = new HashSet<string>();

    /// <summary>What the pictures of gradients show.</summary>
    public PictureFrame Frame { get; init; }

    /// <summary>Whether small pictures are drawn larger than they are.</summary>
    public bool Enlarges { get; init; } = true;

    /// <summary>The files that they become.</summary>
    public PictureFormat Format { get; init; } = PictureFormat.Png;

    /// <summary>Most bytes of a picture's pixels, and of the file that it becomes.</summary>
    /// <param name="width">Of the photo or the input that it shows, in pixels.</param>
    /// <param name="height">Likewise.</param>
    internal long MostBytes(int width, int height)
    {
        (width, height) = Canvas.SizeOf(width, height);
        var times = Enlarges ? Enlargement.Of(width, height) : 1;
        var (drawnWidth, drawnHeight) = (width * times, height * times);
        return FileFrame + (3 * (((long)drawnWidth * drawnHeight) + Strips.MostPixels(drawnWidth, drawnHeight, Marks.Count)));
    }

    /// <summary>The same of a sheet of so many targets.</summary>
    internal static long MostBytesOfSheet(int targets) => FileFrame + (3 * ContactSheets.MostPixels(targets));

    // What a file has besides its pixels' codes: headers, and the tables of a JPEG.
    private const int FileFrame = 4 << 10;
}

/// <summary>What a picture of the network's input shows.</summary>
public enum PictureFrame
{
    /// <summary>The network's input, at its size.</summary>
    Input,

    /// <summary>The whole photo, at its size: what the network saw lies in its place.</summary>
    Photo,
}

/// <summary>What may be drawn on pictures or beside them, as the API names it; how, stands in the room of pictures.</summary>
public static class MarkNames
{
    public const string Boxes = "boxes";
    public const string Contours = "contours";
    public const string Legend = "legend";
    public const string Caption = "caption";

    public static IReadOnlyList<string> All { get; } = [Boxes, Contours, Legend, Caption];
}
