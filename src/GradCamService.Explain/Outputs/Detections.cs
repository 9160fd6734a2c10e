using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Outputs;

/// <summary>A box that a network proposes for a class.</summary>
/// <param name="Place">Its place among the network's boxes.</param>
/// <param name="Class">The class.</param>
/// <param name="Box">In pixels of the network's input, with fractions; it may stick out.</param>
/// <param name="Score">The class's score.</param>
/// <param name="Rank">What boxes are compared by: the share, or the score where that is no share.</param>
public sealed record BoxProposal(int Place, int Class, Region Box, float Score, double Rank);

/// <summary>The boxes that a detector proposes in one image, before suppression: of each class the best ones.</summary>
/// <param name="ByClass">Best first.</param>
/// <param name="BestClasses">By place of a box, the class that it is likeliest of.</param>
/// <param name="Shares">How likely a class is of a box.</param>
/// <param name="MostOverlap">Intersection over union above which a better box suppresses another of its class.</param>
public sealed record Detections(
    IReadOnlyList<IReadOnlyList<BoxProposal>> ByClass, IReadOnlyList<int> BestClasses, PlaceShares Shares, double MostOverlap)
{
    /// <summary>Most boxes of all classes together that are compared with each other: every pair is.</summary>
    private const int MostCompared = 1000;

    /// <summary>What is left after suppression, best first, one after the other: each box as the class that it is likeliest of.</summary>
    public IEnumerable<BoxProposal> Kept() => Suppression.Kept(ByClass.SelectMany(boxes => boxes)
        .Where(box => BestClasses[box.Place] == box.Class)
        .OrderByDescending(box => box.Rank).ThenBy(box => box.Place).Take(MostCompared), MostOverlap);

    /// <summary>Likewise of some classes, whichever class a box is likeliest of.</summary>
    public IEnumerable<BoxProposal> Kept(IReadOnlyCollection<int> classes) => Suppression.Kept(classes.SelectMany(each => ByClass[each])
        .OrderByDescending(box => box.Rank).ThenBy(box => box.Place).Take(MostCompared), MostOverlap);
}
