using GradCamService.Explain.Explainers;
using GradCamService.Queue;
using Xunit;

namespace GradCamService.Tests.Queue;

public sealed class WaitingRoomTests
{
    private static readonly BatchKey Cats = new(Jobs.Model(), "head", new Passes(true, true));
    private static readonly BatchKey Dogs = Cats with { Layer = "block4" };

    private readonly WaitingRoom _room = new();

    [Fact]
    public void What_fits_together_is_one_batch_in_the_order_of_arrival()
    {
        var jobs = Enter(Cats, Cats, Cats);

        Assert.Equal(jobs, _room.TakeBatch(8));
        Assert.Equal(0, _room.Count);
    }

    [Fact]
    public void What_does_not_fit_stays_and_is_first_next_time()
    {
        var jobs = Enter(Cats, Dogs, Cats, Dogs, Cats);

        Assert.Equal([jobs[0], jobs[2], jobs[4]], _room.TakeBatch(8));
        Assert.Equal([jobs[1], jobs[3]], _room.TakeBatch(8));
    }

    [Fact]
    public void A_stream_of_one_kind_does_not_keep_another_waiting()
    {
        Enter(Cats, Cats, Cats, Dogs);
        _room.TakeBatch(2);
        Enter(Cats, Cats);

        Assert.Equal([Cats, Cats], _room.TakeBatch(2).Select(job => job.Key)); // Came before the dog, and the next cat fits.
        Assert.Equal([Dogs], _room.TakeBatch(2).Select(job => job.Key)); // Is now the oldest: before the last cat.
    }

    [Fact]
    public void A_batch_is_no_larger_than_it_may_be()
    {
        var jobs = Enter([.. Enumerable.Repeat(Cats, 5)]);

        Assert.Equal(jobs[..2], _room.TakeBatch(2));
        Assert.Equal(jobs[2..4], _room.TakeBatch(2));
        Assert.Equal(jobs[4..], _room.TakeBatch(2));
    }

    [Fact]
    public void A_batch_is_no_larger_than_the_models_file_allows()
    {
        Enter([.. Enumerable.Repeat(Cats with { Model = Jobs.Model(maxBatch: 1) }, 3)]);

        Assert.Single(_room.TakeBatch(8));
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    public void Another_kind_of_pass_does_not_fit(bool maps, bool guided, bool together)
    {
        Enter(Cats with { Passes = new Passes(true, false) }, Cats with { Passes = new Passes(maps, guided) });

        Assert.Equal(together ? 2 : 1, _room.TakeBatch(8).Count);
    }

    [Fact]
    public void Another_model_does_not_fit()
    {
        Enter(Cats, Cats with { Model = Jobs.Model() });

        Assert.Single(_room.TakeBatch(8));
    }

    [Fact]
    public async Task The_first_job_wakes_who_waits()
    {
        var taking = Task.Run(() => _room.TakeBatch(8), TestContext.Current.CancellationToken);
        var job = Enter(Cats)[0];

        Assert.Equal([job], await taking);
    }

    [Fact]
    public async Task Closing_wakes_who_waits_with_nothing()
    {
        var taking = Task.Run(() => _room.TakeBatch(8), TestContext.Current.CancellationToken);
        _room.Close();

        Assert.Empty(await taking);
    }

    [Fact]
    public void What_waits_when_it_closes_is_still_taken()
    {
        Enter(Cats, Dogs);
        _room.Close();

        Assert.Equal([Cats], _room.TakeBatch(8).Select(job => job.Key));
        Assert.Equal([Dogs], _room.TakeBatch(8).Select(job => job.Key));
        Assert.Empty(_room.TakeBatch(8));
    }

    [Fact]
    public void A_short_job_passes_long_ones_that_came_before()
    {
        var jobs = EnterConcepts(20, 20, 1);

        Assert.Equal([jobs[2]], _room.TakeBatch(8));
        Assert.Equal(jobs[..2], _room.TakeBatch(8));
    }

    [Fact]
    public void Short_jobs_do_not_keep_a_long_one_waiting_for_ever()
    {
        var jobs = EnterConcepts([4, 1, 1, 1, 1]);

        // Turns: 0 + 4; 1 + 1, 2 + 1, 3 + 1, which is not before it, and 4 + 1.
        Assert.Equal(jobs[1..3], _room.TakeBatch(2));
        Assert.Equal([jobs[0]], _room.TakeBatch(2));
        Assert.Equal(jobs[3..], _room.TakeBatch(2));
    }

    [Fact]
    public void Many_maps_without_guided_gradients_are_no_long_job()
    {
        var maps = Cats with { Passes = new Passes(true, false) };
        InferenceJob[] jobs = [Jobs.Of(maps, 20), Jobs.Of(maps, 1)];
        foreach (var job in jobs)
            _room.Enter(job);

        Assert.Equal(jobs, _room.TakeBatch(8));
    }

    private InferenceJob[] EnterConcepts(params int[] concepts)
    {
        var jobs = concepts.Select(count => Jobs.Of(Cats, count)).ToArray();
        foreach (var job in jobs)
            _room.Enter(job);
        return jobs;
    }

    private InferenceJob[] Enter(params BatchKey[] keys)
    {
        var jobs = keys.Select(key => Jobs.Of(key)).ToArray();
        foreach (var job in jobs)
            _room.Enter(job);
        return jobs;
    }
}
