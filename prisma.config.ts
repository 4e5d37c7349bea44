// Where Prisma finds the schema and the migrations. The bot connects through a driver adapter (src/database/client.ts).
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
});
