using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GradCamService.Jobs.States;

/// <summary>The tables of jobs. Each kind of database has a class of its own below this one, with its migrations.</summary>
public abstract class JobsContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<Part> Parts => Set<Part>();

    public DbSet<Item> Items => Set<Item>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<StoredBlob> Blobs => Set<StoredBlob>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // As numbers, times can be compared by every database.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Milliseconds>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<TimeSpanToTicksConverter>();
        configurationBuilder.Properties<JobState>().HaveConversion<string>();
        configurationBuilder.Properties<PartState>().HaveConversion<string>();
        configurationBuilder.Properties<ItemState>().HaveConversion<string>();
        configurationBuilder.Properties<WebhookState>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Job>(job =>
        {
            job.ToTable("jobs").HasKey(row => row.Id);
            job.HasIndex(row => new { row.Caller, row.IdempotencyKey }).IsUnique();
            job.HasIndex(row => row.State);
            job.HasIndex(row => row.ExpiresAt);
        });
        modelBuilder.Entity<Part>(part =>
        {
            part.ToTable("parts").HasKey(row => new { row.JobId, row.Number });
            part.HasIndex(row => row.State);
            part.HasOne<Job>().WithMany().HasForeignKey(row => row.JobId);
        });
        modelBuilder.Entity<Item>(item =>
        {
            item.ToTable("items").HasKey(row => new { row.JobId, row.Number });
            item.HasIndex(row => new { row.JobId, row.Part });
            item.Property(row => row.Files).HasConversion(new Json<IReadOnlyList<BlobRange>>(), new ByValue<BlobRange>());
            item.Property(row => row.Forms).HasConversion(new Json<IReadOnlyList<NamedRange>>(), new ByValue<NamedRange>());
            item.HasOne<Job>().WithMany().HasForeignKey(row => row.JobId);
        });
        modelBuilder.Entity<OutboxMessage>(message =>
        {
            message.ToTable("outbox").HasKey(row => row.Id);
            message.HasOne<Job>().WithMany().HasForeignKey(row => row.JobId);
        });
        modelBuilder.Entity<WebhookDelivery>(delivery =>
        {
            delivery.ToTable("webhook_deliveries").HasKey(row => row.Id);
            delivery.HasIndex(row => new { row.State, row.NextAt });
            delivery.HasOne<Job>().WithMany().HasForeignKey(row => row.JobId);
        });
        modelBuilder.Entity<StoredBlob>(blob => blob.ToTable("blobs").HasKey(row => new { row.JobId, row.Digest }));
    }

    private sealed class Milliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(), number => DateTimeOffset.FromUnixTimeMilliseconds(number));

    private sealed class Json<T>() : ValueConverter<T, string>(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web), text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!);

    private sealed class ByValue<T>() : ValueComparer<IReadOnlyList<T>>(
        (one, other) => one!.SequenceEqual(other!), list => list.Aggregate(0, (hash, each) => HashCode.Combine(hash, each)), list => list);
}
