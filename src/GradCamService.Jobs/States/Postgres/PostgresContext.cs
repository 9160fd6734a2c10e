using Microsoft.EntityFrameworkCore;

namespace GradCamService.Jobs.States.Postgres;

/// <summary>The tables in PostgreSQL, for many processes.</summary>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : JobsContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<StoredBlob>().Property(blob => blob.Bytes).HasColumnType("bytea");
    }
}
