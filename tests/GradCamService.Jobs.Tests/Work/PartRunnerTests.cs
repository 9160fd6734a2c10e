using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.States;
using Xunit;

namespace GradCamService.Jobs.Tests.Work;

/// <summary>Parts whose computing fails, is done twice, or ends its process.</summary>
public sealed class PartRunnerTests
{
    [Fact]
    public async Task A_photo_on_which_computing_always_fails_is_given_up_after_its_tries_and_the_others_are_answered()
    {
        var tries = 0;
        await using var jobs = await KeptJobs.WithAsync(3, begun =>
        {
            if (begun.Items.All(item => item.Number != 1))
                return Task.FromResult(KeptJobs.Answers(begun));
            tries++;
            throw new InvalidOperationException("A fault that nobody foresaw.");
        });

        var job = await jobs.UntilEndedAsync();

        Assert.Equal((JobState.Succeeded, 3, 1), (job.State, job.Done, job.Failed));
        Assert.Equal(PartStore.MostAttempts, tries);
        var items = await jobs.Store.ItemsAsync("job", -1, 10);
        Assert.Equal([ItemState.Succeeded, ItemState.Failed, ItemState.Succeeded], items.Select(item => item.State));
        Assert.Equal((true, PartStore.MostAttempts), (items[1].IsAbandoned, items[1].Attempts));
    }

    [Fact]
    public async Task What_passes_is_tried_again_as_often_as_it_takes_and_not_counted()
    {
        var tries = 0;
        await using var jobs = await KeptJobs.WithAsync(3, begun =>
            ++tries <= 2 * PartStore.MostAttempts ? throw new StorageException("Away.") : Task.FromResult(KeptJobs.Answers(begun)));

        var job = await jobs.UntilEndedAsync();

        Assert.Equal((JobState.Succeeded, 3, 0, 1), (job.State, job.Done, job.Failed, job.Attempts));
    }

    [Fact]
    public async Task A_part_that_is_finished_twice_counts_once()
    {
        await using var jobs = await KeptJobs.WithAsync(3, begun => Task.FromResult(KeptJobs.Answers(begun)));
        var begun = (await jobs.Parts.BeginAsync(new PartKey("job", 0), _ => true, CancellationToken.None))!;

        await jobs.Parts.FinishAsync(begun, KeptJobs.Answers(begun), hasConclusion: false, CancellationToken.None);
        await jobs.Parts.FinishAsync(begun, KeptJobs.Answers(begun, "{}"), hasConclusion: false, CancellationToken.None);

        var job = (await jobs.Store.FindAsync("", "job"))!;
        Assert.Equal((JobState.Succeeded, 3, 0), (job.State, job.Done, job.Failed));
    }

    [Fact]
    public async Task A_part_whose_process_ended_becomes_parts_of_one_photo_that_are_computed_alone()
    {
        var sizes = new List<int>();
        await using var jobs = await KeptJobs.WithAsync(3, begun =>
        {
            sizes.Add(begun.Items.Count);
            return Task.FromResult(KeptJobs.Answers(begun));
        });
        await jobs.Parts.BeginAsync(new PartKey("job", 0), _ => true, CancellationToken.None);

        await jobs.UntilEndedAsync();

        Assert.Equal([1, 1, 1], sizes);
        Assert.All((await jobs.Store.PartsAsync("job")).Skip(1), part => Assert.True(part.IsAlone));
    }
}
