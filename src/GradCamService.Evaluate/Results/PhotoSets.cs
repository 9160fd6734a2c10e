using GradCamService.Evaluate.Plans;

namespace GradCamService.Evaluate.Results;

/// <summary>Photos that figures are told of by themselves.</summary>
/// <param name="Name">A category or a group.</param>
/// <param name="Images">Their ids.</param>
internal sealed record PhotoSet(string Name, IReadOnlySet<string> Images);

/// <summary>All of them, in the order of their names.</summary>
/// <param name="ByLabel">By the category of a photo's first object.</param>
/// <param name="ByGroup">By group; none where no groups were given.</param>
internal sealed record PhotoSets(IReadOnlyList<PhotoSet> ByLabel, IReadOnlyList<PhotoSet> ByGroup)
{
    public static PhotoSets Of(EvaluationPlan plan) => new(
        Sets(plan.Images.Select(image => (image.Objects[0].Category, image.Id))), Sets(plan.Groups.Select(entry => (entry.Value, entry.Key))));

    private static IReadOnlyList<PhotoSet> Sets(IEnumerable<(string Name, string Image)> photos) =>
    [
        .. photos.GroupBy(photo => photo.Name, photo => photo.Image, StringComparer.Ordinal).OrderBy(set => set.Key, StringComparer.Ordinal)
            .Select(set => new PhotoSet(set.Key, set.ToHashSet(StringComparer.Ordinal))),
    ];
}
