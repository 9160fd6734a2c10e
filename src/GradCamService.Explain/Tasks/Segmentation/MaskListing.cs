using System.Collections;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Tasks.Segmentation;

/// <summary>Where a class is seen in the photo.</summary>
/// <param name="Concept">The class, or the group of classes.</param>
/// <param name="Width">Of the mask: the photo's width, or less where its long side exceeds 2,048.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Rle">The mask as run lengths, as COCO writes them uncompressed.</param>
/// <param name="Png">The mask as a PNG data URL of one channel: 255 where the class is seen, else 0.</param>
public sealed record MaskListing(ConceptName Concept, int Width, int Height, int Area, RunLengths Rle, string Png)
{
    private const string DataUrl = "data:image/png;base64,";

    internal static MaskListing Of(Concept concept, BitArray places, int height, int width, Placement placement)
    {
        var mask = PhotoMask.Of(places, height, width, placement);
        var counts = mask.RunLengths();
        return new MaskListing(ConceptName.Of(concept), mask.Width, mask.Height, counts.Where((_, i) => i % 2 == 1).Sum(),
            new RunLengths([mask.Height, mask.Width], counts), DataUrl + Convert.ToBase64String(mask.ToPng()));
    }
}

/// <summary>A mask as run lengths.</summary>
/// <param name="Size">Height and width.</param>
/// <param name="Counts">
/// Pixels outside and inside by turns, beginning with outside (0 where the first pixel is inside); column after column from the left, each from top to
/// bottom.
/// </param>
public sealed record RunLengths(IReadOnlyList<int> Size, IReadOnlyList<int> Counts);
