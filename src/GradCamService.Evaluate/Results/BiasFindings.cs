using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Results;

/// <summary>Where evidence for a model's predictions lies, of each category and group, and where right and wrong ones differ.</summary>
internal static class BiasFindings
{
    /// <param name="fewest">Photos that a set must have to be compared with another.</param>
    public static IEnumerable<BiasFinding> Of(EvaluationPlan plan, Tally tally, PhotoSets sets, int model, string method, int fewest)
    {
        var name = plan.Models[model].Name;
        (string? Category, string? Group, IReadOnlySet<string>? Images)[] all =
        [
            (null, null, null),
            .. sets.ByLabel.Select(set => ((string?)set.Name, (string?)null, (IReadOnlySet<string>?)set.Images)),
            .. sets.ByGroup.Select(set => ((string?)null, (string?)set.Name, (IReadOnlySet<string>?)set.Images)),
        ];
        var grids = tally.Grids(model, method);
        var shares = MeasureTable.Places.ToDictionary(place => place, place => tally.Series(new SeriesKey(place, model, method, 0)));
        foreach (var (category, group, images) in all)
        {
            foreach (var place in MeasureTable.Places)
                if (Means.Of(shares[place].Where(image => images?.Contains(image) != false), plan.Seed) is { Count: > 0 } mean)
                    yield return new BiasFinding(place, name, method, category, group, mean.Mean, mean.Interval, mean.Count, Even(place));
            var own = grids.Where(image => images?.Contains(image) != false);
            var (right, wrong) = (own.Where(image => tally.IsRight(model, image) == true), own.Where(image => tally.IsRight(model, image) == false));
            if (right.Count >= fewest && wrong.Count >= fewest && MapDistance.Between(right, wrong, plan.Seed) is { } distance)
                yield return new BiasFinding(BiasFinding.RightWrong, name, method, category, group, distance.Unbiased, distance.Interval, own.Count, 0);
            var others = grids.Where(image => images?.Contains(image) == false);
            if (own.Count >= fewest && others.Count >= fewest && FixedPlace.Find(own, others, plan.Seed) is { } found)
                yield return new BiasFinding(
                    BiasFinding.AtFixedPlace, name, method, category, group, found.Share - found.Others, found.Excess, own.Count, 0)
                { Cell = [found.Row, found.Column] };
        }
    }

    /// <summary>What a map has that is the same everywhere.</summary>
    private static double? Even(string place) => place switch
    {
        MeasureTable.Border => EvidencePlaces.Even.Border,
        MeasureTable.Outside => null,
        _ => EvidencePlaces.Even.TopLeft,
    };
}
