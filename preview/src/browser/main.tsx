import { createRoot } from 'react-dom/client';
import { App } from './page/App';
import { startServices } from './services/startServices';

startServices();
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(<App />);
}
