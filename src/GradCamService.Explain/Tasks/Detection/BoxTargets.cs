using GradCamService.Explain.Concepts;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Tasks.Detection;

/// <summary>Boxes that a detector proposes, after suppression: by their rank, or those that overlap a box of the caller's.</summary>
/// <param name="Named">Concepts, each of which is explained at a box of its own; empty: the class that a box is likeliest of.</param>
/// <param name="Ranks">The ranks that are explained, 1 for the best.</param>
/// <param name="Near">The caller's box, in pixels of the photo; then ranks do not count. Null: there is none.</param>
/// <param name="Concepts">The model's, for their names.</param>
/// <param name="Against">The second concept, or null.</param>
/// <param name="AreIndependent">Whether several classes may hold at once.</param>
internal sealed record BoxTargets(
    IReadOnlyList<Concept> Named, IReadOnlyList<int> Ranks, Region? Near, ConceptCatalog Concepts, Concept? Against, bool AreIndependent) : TargetChoice
{
    public override int ExpectedCount => Math.Max(Named.Count, 1) * (Near is null ? Ranks.Count : 1);

    public override bool AreBoundToPlaces => true;

    public override IReadOnlyList<Target> Choose(NetworkOutput output) => Named.Count == 0
        ? [.. Chosen(output, output.Detections!.Kept()).Select(box => TargetOf(box.Found, null, box.Lack, output))]
        : [.. Named.SelectMany(concept => Chosen(output, output.Detections!.Kept(Classes.Of(concept)))
            .Select(box => TargetOf(box.Found, concept, box.Lack, output)))];

    public override void Check(Placement placement)
    {
        if (Near is { } box)
            PhotoPlaces.Check(PhotoPlaces.Box, box, placement);
    }

    private IEnumerable<(BoxProposal? Found, string Lack)> Chosen(NetworkOutput output, IEnumerable<BoxProposal> kept)
    {
        if (Near is { } near)
        {
            var best = kept.Select(box => (Box: box, Overlap: Suppression.Overlap(InPhoto(box.Box, output.Placement!), near)))
                .OrderByDescending(pair => pair.Overlap).FirstOrDefault();
            return [(best.Overlap > 0 ? best.Box : null, "none of the boxes that the model proposes for it overlaps this box; predictions lists boxes")];
        }
        var all = kept.Take(Ranks.Max()).ToList();
        return Ranks.Select(rank => (rank <= all.Count ? all[rank - 1] : null,
            $"the model proposes {all.Count} boxes for it after suppression, and none of rank {rank}"));
    }

    private Target TargetOf(BoxProposal? found, Concept? concept, string lack, NetworkOutput output)
    {
        var each = Target.Of(concept ?? Concepts.ClassAt(found?.Class ?? 0), Against, AreIndependent);
        return found is null
            ? each with { Score = new NoScore(), Lack = lack }
            : each with { Score = new BoxScore(each.Score, found.Place), Box = PixelsOf(found.Box, output.Placement!) };
    }

    /// <summary>A box of the network's input in the photo, as far as it lies in it.</summary>
    public static PixelBox PixelsOf(Region box, Placement placement) =>
        placement.PhotoBox(box.X, box.Y, box.X + box.Width, box.Y + box.Height);

    private static Region InPhoto(Region box, Placement placement)
    {
        var (left, top) = placement.ToPhoto(box.X, box.Y);
        var (right, bottom) = placement.ToPhoto(box.X + box.Width, box.Y + box.Height);
        return new Region(left, top, right - left, bottom - top);
    }
}
