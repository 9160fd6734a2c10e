using System.Collections;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Tasks.Segmentation;

/// <summary>Classes over places of a map: those that were named, or those that most of the places belong to.</summary>
/// <param name="Named">Concepts; empty: the network's own.</param>
/// <param name="Count">How many of the network's own.</param>
/// <param name="Region">Over which places.</param>
/// <param name="Concepts">The model's, for their names.</param>
/// <param name="Against">The second concept, or null.</param>
/// <param name="AreIndependent">Whether several classes may hold at once.</param>
internal sealed record RegionTargets(
    IReadOnlyList<Concept> Named, int Count, MapRegion Region, ConceptCatalog Concepts, Concept? Against, bool AreIndependent) : TargetChoice
{
    public override int ExpectedCount => Named.Count > 0 ? Named.Count : Count;

    public override bool AreBoundToPlaces => Region is not MapRegion.Everywhere;

    public override IReadOnlyList<Target> Choose(NetworkOutput output) =>
        [.. (Named.Count > 0 ? Named : Own(output)).Select(concept => TargetOf(concept, output))];

    public override void Check(Placement placement) => Region.Check(placement);

    /// <summary>Of the classes that the network sees there, those with the most places; where it sees none, the first.</summary>
    private List<Concept> Own(NetworkOutput output)
    {
        var counts = output.Segmentation!.Masks.Select(mask => (Class: mask.Key, Count: Shared(mask.Value.Places, Region.PlacesIn(output, [mask.Key]))))
            .Where(mask => mask.Count > 0).OrderByDescending(mask => mask.Count).ThenBy(mask => mask.Class).Take(Count).ToList();
        return counts.Count == 0 ? [Concepts.ClassAt(0)] : counts.ConvertAll(mask => Concepts.ClassAt(mask.Class));
    }

    private Target TargetOf(Concept concept, NetworkOutput output)
    {
        var classes = Classes.Of(concept);
        var (each, places) = (Target.Of(concept, Against, AreIndependent), Region.PlacesIn(output, classes));
        return each with
        {
            Score = new RegionScore(each.Score, places) { Place = Against is null ? OnlyOf(places) : null },
            Share = Against is null ? Region.Share(output, classes) : null,
            Lack = places.HasAnySet() ? null
                : $"the model sees no '{concept.Label}' in this image: its mask is empty; region=everywhere, a box or a point tell where to look for it",
        };
    }

    private static int? OnlyOf(BitArray places)
    {
        var all = Enumerable.Range(0, places.Length).Where(place => places[place]).Take(2).ToList();
        return all is [var only] ? only : null;
    }

    private static int Shared(BitArray one, BitArray other)
    {
        var count = 0;
        for (var i = 0; i < one.Length; i++)
            count += one[i] && other[i] ? 1 : 0;
        return count;
    }
}
