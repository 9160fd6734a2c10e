using System.Collections;

namespace GradCamService.Explain.Outputs;

/// <summary>Which class a network sees at each place of its output's grid, of one image.</summary>
/// <param name="Height">Rows of the grid.</param>
/// <param name="Width">Places a row.</param>
/// <param name="Masks">By class; those of no place are absent.</param>
/// <param name="Shares">How likely a class is at a place.</param>
public sealed record Segmentation(int Height, int Width, IReadOnlyDictionary<int, ClassMask> Masks, PlaceShares Shares)
{
    /// <summary>Where any of some classes is seen, row by row.</summary>
    public BitArray PlacesOf(IEnumerable<int> classes)
    {
        var places = new BitArray(Height * Width);
        foreach (var each in classes)
            if (Masks.TryGetValue(each, out var mask))
                places.Or(mask.Places);
        return places;
    }
}

/// <summary>Where a class is seen: where it has the highest score, or of classes that may hold at once, where it is likelier than not.</summary>
/// <param name="Places">Row by row.</param>
/// <param name="Count">How many there are, ≥ 1.</param>
/// <param name="Score">The sum of its scores there.</param>
/// <param name="Probability">Its mean share there; null where scores are no such thing.</param>
public sealed record ClassMask(BitArray Places, int Count, double Score, double? Probability);
